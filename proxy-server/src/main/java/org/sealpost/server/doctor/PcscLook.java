package org.sealpost.server.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.TerminalFactory;

/**
 * One look at the smart card service through the JDK, which never recovers from a service that was
 * down: for processes that end soon. Cards are told nothing: their answer to reset is known to the
 * service.
 */
final class PcscLook {
  private static final String LIBRARY_SETTING = "sun.security.smartcardio.library";
  private static final String LIBRARY = "libpcsclite.so.1";

  private PcscLook() {}

  /** What is there; a service that hangs is waited for until {@code patience} is over. */
  static CardService take(Duration patience) {
    CompletableFuture<CardService> look = new CompletableFuture<>();
    // A native call that hangs cannot be interrupted; a daemon keeps no process alive.
    Thread.ofPlatform()
        .daemon()
        .name("pcsc")
        .start(
            () -> {
              try {
                look.complete(look());
              } catch (RuntimeException | Error e) {
                look.completeExceptionally(e);
              }
            });
    try {
      return look.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new CardService.Silent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CardService.Silent();
    } catch (ExecutionException e) {
      return new CardService.Down(String.valueOf(e.getCause().getMessage()));
    }
  }

  private static CardService look() {
    if (isLinux()) {
      Optional<Path> library = library();
      if (library.isEmpty()) {
        return new CardService.Absent();
      }
      if (System.getProperty(LIBRARY_SETTING) == null) {
        System.setProperty(LIBRARY_SETTING, library.get().toString());
      }
    }
    try {
      TerminalFactory factory = TerminalFactory.getInstance("PC/SC", null);
      List<CardService.Reader> readers = new ArrayList<>();
      for (CardTerminal terminal : terminals(factory)) {
        readers.add(new CardService.Reader(terminal.getName(), content(terminal)));
      }
      return new CardService.Running(readers);
    } catch (NoSuchAlgorithmException | CardException e) {
      return new CardService.Down(reason(e));
    }
  }

  private static List<CardTerminal> terminals(TerminalFactory factory) throws CardException {
    try {
      return factory.terminals().list();
    } catch (CardException e) {
      if (reason(e).equals("SCARD_E_NO_READERS_AVAILABLE")) {
        return List.of();
      }
      throw e;
    }
  }

  private static CardService.Content content(CardTerminal terminal) {
    try {
      if (!terminal.isCardPresent()) {
        return new CardService.Content.Nothing();
      }
      // Shared, so that nobody who uses the card is disturbed.
      Card card = terminal.connect("*");
      try {
        return new CardService.Content.Card(card.getATR().getBytes());
      } finally {
        card.disconnect(false);
      }
    } catch (CardException e) {
      return switch (reason(e)) {
        case "SCARD_E_SHARING_VIOLATION" -> new CardService.Content.Taken();
        case "SCARD_E_NO_SMARTCARD", "SCARD_W_REMOVED_CARD" -> new CardService.Content.Nothing();
        default -> new CardService.Content.Mute(reason(e));
      };
    }
  }

  /** PC/SC's name for it, which the innermost cause carries. */
  private static String reason(Exception e) {
    return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .reduce((_, later) -> later)
        .orElse(e.toString());
  }

  private static boolean isLinux() {
    return System.getProperty("os.name").startsWith("Linux");
  }

  /** The JDK looks for the name without the version only, which comes with development packages. */
  private static Optional<Path> library() {
    String processor = System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu";
    return Stream.of("/usr/lib/" + processor, "/usr/lib64", "/usr/lib", "/usr/local/lib")
        .map(folder -> Path.of(folder, LIBRARY))
        .filter(Files::exists)
        .findFirst();
  }
}
