package org.sealpost.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.Settings.Listen;
import org.sealpost.trust.TrustAnchors;

/**
 * Looks for what would keep the proxy from starting, so that it is said before anything else is
 * started.
 */
public final class StartCheck {
  private static final Words WORDS = Words.beside(StartCheck.class);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private StartCheck() {}

  /**
   * Checks accounts, files, the state folder and the addresses to listen on. It leaves nothing
   * behind but the state folder.
   *
   * @throws SettingsException if there is nothing to do for a proxy
   * @throws IOException if a file, the folder or an address cannot be had; the message says which,
   *     and what to do
   */
  public static void run(Settings settings) throws SettingsException, IOException {
    var _ = ConfiguredAccounts.of(settings);
    var _ = TrustAnchors.load(settings.trust().anchors());
    StateFolder.make(settings.stateDir());
    addresses(settings.listen());
  }

  /** Checks that nobody listens where the proxy is to. */
  public static void addresses(Listen listen) throws IOException {
    address("sealpost.listen.smtp", listen.smtp());
    address("sealpost.listen.pop3", listen.pop3());
    if (listen.console().isPresent()) {
      for (InetSocketAddress each : LocalhostAddresses.with(listen.console().get())) {
        address("sealpost.listen.console", each);
      }
    }
  }

  private static void address(String setting, Optional<InetSocketAddress> wanted)
      throws IOException {
    if (wanted.isPresent()) {
      address(setting, wanted.get());
    }
  }

  private static void address(String setting, InetSocketAddress address) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (BindException e) {
      String shown = ListenAddress.shown(address);
      throw new TellingIoException(
          isAnswered(address)
              ? WORDS.phrase("address-in-use", shown, setting)
              : WORDS.phrase("cannot-listen", shown, setting, e.getMessage()),
          e);
    }
  }

  private static boolean isAnswered(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, Math.toIntExact(ANSWER.toMillis()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
