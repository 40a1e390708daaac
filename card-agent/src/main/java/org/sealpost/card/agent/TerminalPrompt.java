package org.sealpost.card.agent;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sealpost.card.api.ServiceManager;
import org.sealpost.card.api.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks on a terminal, the user's if it was named and otherwise the one this process was started
 * from. Nothing typed is shown. The terminal is read octet by octet with a short timeout, so that
 * the prompt can end by itself; its settings are put back in every case.
 */
final class TerminalPrompt implements PinPrompt {
  private static final Logger LOG = LoggerFactory.getLogger(TerminalPrompt.class);
  private static final int MAX_PIN = 512;
  private static final int INTERRUPT = 3;
  private static final int END_OF_INPUT = 4;
  private static final int BACKSPACE = 8;
  private static final int KILL_LINE = 21;
  private static final int DELETE = 127;

  private final Words words = Words.beside(TerminalPrompt.class);
  private final PromptText text;
  private volatile boolean withdrawn;

  TerminalPrompt(Locale language) {
    this.text = new PromptText(language);
  }

  @Override
  public Answer ask(Question question) {
    return on(question, asked(question));
  }

  /** Enter and the keys that interrupt end it; what is typed here goes nowhere. */
  @Override
  public Answer notice(Question question) {
    Answer answer = on(question, "\n" + remark(question) + text.padDescription(question) + "\n");
    if (answer instanceof Answer.Given(Pin pin)) {
      pin.close();
      return new Answer.Cancelled();
    }
    return answer;
  }

  private Answer on(Question question, String shown) {
    withdrawn = false;
    Optional<ControllingTerminal> own = ControllingTerminal.current();
    Optional<String> device =
        PinPrompt.terminal(question.purpose()).or(() -> own.map(ControllingTerminal::device));
    if (device.isEmpty()) {
      return new Answer.Unavailable(words.told("terminal.absent"));
    }
    if (own.filter(o -> o.device().equals(device.get()) && !o.foreground()).isPresent()) {
      return new Answer.Unavailable(words.told("terminal.background", device.get()));
    }
    File terminal = new File(device.get());
    try (InputStream in = new FileInputStream(terminal);
        OutputStream out = new FileOutputStream(terminal)) {
      return askOn(terminal, in, out, shown, question.patience());
    } catch (IOException e) {
      LOG.debug("{} cannot be used for a prompt", terminal, e);
      return new Answer.Unavailable(words.told("terminal.unusable", device.get()));
    }
  }

  @Override
  public void withdraw() {
    withdrawn = true;
  }

  private Answer askOn(
      File terminal, InputStream in, OutputStream out, String shown, Duration patience)
      throws IOException {
    String before = stty(terminal, "-g").strip();
    try {
      stty(terminal, "-echo", "-icanon", "-isig", "icrnl", "min", "0", "time", "2");
      out.write(shown.getBytes(StandardCharsets.UTF_8));
      Answer answer = read(in, System.nanoTime() + patience.toNanos());
      out.write('\n');
      return answer;
    } finally {
      stty(terminal, before);
    }
  }

  private String asked(Question question) {
    return "\n" + remark(question) + text.description(question) + "\n" + text.label() + " ";
  }

  private String remark(Question question) {
    return question.remark().map(remark -> text.remark(remark) + "\n").orElse("");
  }

  private Answer read(InputStream in, long deadline) throws IOException {
    byte[] typed = new byte[MAX_PIN];
    int length = 0;
    try {
      while (System.nanoTime() < deadline && !withdrawn) {
        int octet = in.read();
        switch (octet) {
          case -1 -> pause();
          case '\n', '\r' -> {
            return new Answer.Given(Pin.ofUtf8(typed, length));
          }
          case INTERRUPT, END_OF_INPUT -> {
            return new Answer.Cancelled();
          }
          case BACKSPACE, DELETE -> length = withoutLast(typed, length);
          case KILL_LINE -> length = 0;
          default -> {
            if (length == MAX_PIN) {
              return new Answer.Cancelled();
            }
            typed[length++] = (byte) octet;
          }
        }
      }
      return withdrawn ? new Answer.Cancelled() : new Answer.TimedOut();
    } finally {
      Arrays.fill(typed, (byte) 0);
    }
  }

  /** No key within the terminal's timeout, or the terminal is gone and has no timeout any more. */
  private void pause() {
    try {
      Thread.sleep(Duration.ofMillis(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      withdrawn = true;
    }
  }

  /** Takes back one character, which in UTF-8 may be several octets. */
  private static int withoutLast(byte[] typed, int length) {
    int end = Math.max(0, length - 1);
    while (end > 0 && (typed[end] & 0xc0) == 0x80) {
      end--;
    }
    return end;
  }

  private static String stty(File terminal, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    Process process =
        ServiceManager.hideFrom(new ProcessBuilder(command))
            .redirectInput(terminal)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("stty hangs");
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IOException("stty failed");
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
