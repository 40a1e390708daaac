package org.sealpost.server.doctor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.failure.Phrase;
import org.sealpost.server.ListenAddress;
import org.sealpost.server.LocalhostAddresses;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.Listen;
import org.sealpost.server.control.ControlClient;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;

/** Whether mail clients and the browser find the proxy where it is to listen. */
final class ListenerChecks {
  private static final int PATIENCE_MILLISECONDS = 2000;

  private ListenerChecks() {}

  /** What is at an address. */
  enum Place {
    FREE,
    /** Some program accepts connections there. */
    TAKEN,
    /** Nobody answers, and it cannot be listened on. */
    UNUSABLE
  }

  static List<Finding> of(Settings settings) {
    Listen listen = settings.listen();
    boolean running = isRunning(settings.controlSocket());
    return Stream.concat(
            Stream.of(
                finding("smtp", listen.smtp(), running),
                finding("pop3", listen.pop3(), running),
                finding("console", listen.console(), running)),
            listen.console().filter(address -> address.getPort() != 0).stream()
                .flatMap(address -> elsewhere(address, running)))
        .toList();
  }

  /** What is wrong where browsers look for the console besides: it listens at all of them. */
  private static Stream<Finding> elsewhere(InetSocketAddress console, boolean running) {
    return LocalhostAddresses.with(console).stream()
        .skip(1)
        .map(address -> finding("console", Optional.of(address), running))
        .filter(finding -> finding.state() != State.OK);
  }

  private static Finding finding(
      String name, Optional<InetSocketAddress> address, boolean running) {
    if (address.isEmpty()) {
      return Finding.skipped(Check.LISTENER, name, Doctor.WORDS.phrase("listener.off"));
    }
    if (address.get().getPort() == 0) {
      return Finding.skipped(Check.LISTENER, name, Doctor.WORDS.phrase("listener.any-port"));
    }
    return finding(name, ListenAddress.shown(address.get()), look(address.get()), running);
  }

  /**
   * What it means.
   *
   * @param name of the setting within {@code sealpost.listen}
   * @param running whether the proxy runs
   */
  static Finding finding(String name, String address, Place place, boolean running) {
    return switch (place) {
      case FREE ->
          running
              ? bad(name, State.WARNING, "listener.elsewhere", address)
              : Finding.ok(Check.LISTENER, name, Doctor.WORDS.phrase("listener.free", address));
      case TAKEN ->
          running
              ? Finding.ok(Check.LISTENER, name, Doctor.WORDS.phrase("listener.ours", address))
              : bad(name, State.FAILED, "listener.taken", address);
      case UNUSABLE -> bad(name, State.FAILED, "listener.unusable", address);
    };
  }

  private static Finding bad(String name, State state, String wording, String address) {
    Phrase mend = Doctor.WORDS.phrase(wording + ".mend", "sealpost.listen." + name);
    return new Finding(Check.LISTENER, name, state, Doctor.WORDS.phrase(wording, address), mend);
  }

  static Place look(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return Place.FREE;
    } catch (BindException e) {
      return isAnswered(address) ? Place.TAKEN : Place.UNUSABLE;
    } catch (IOException e) {
      return Place.UNUSABLE;
    }
  }

  private static boolean isAnswered(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MILLISECONDS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A socket that another user holds is not ours. */
  private static boolean isRunning(Path controlSocket) {
    try {
      Optional<ControlClient> proxy = ControlClient.connect(controlSocket);
      proxy.ifPresent(ControlClient::close);
      return proxy.isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
