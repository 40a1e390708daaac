package org.sealpost.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;

/**
 * The process that holds pcscd in a network of its own. vpcd listens on all interfaces; here there
 * is only the loopback of this network, and cards reach it through Unix-domain sockets. Ends with
 * its standard input or with pcscd.
 */
final class ReaderHost {
  /** The line on standard output that says that pcscd answers. */
  static final String READY = "readers are ready";

  /** What pcscd knows the place of its socket by. */
  private static final Path SERVICE = Path.of("/run/pcscd/pcscd.comm");

  private ReaderHost() {}

  /** Arguments: pcscd, its configuration's folder, its log, vpcd's first port, reader sockets. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Process pcscd =
        new ProcessBuilder(arguments[0], "--foreground", "--info", "--config", arguments[1])
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(Path.of(arguments[2]).toFile()))
            .start();
    int port = Integer.parseInt(arguments[3]);
    for (int i = 4; i < arguments.length; i++) {
      relay(Path.of(arguments[i]), port + i - 4);
    }
    while (pcscd.isAlive() && !answers()) {
      Thread.sleep(5);
    }
    System.out.println(READY);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              awaitEnd();
              pcscd.destroy();
            });
    System.exit(pcscd.waitFor());
  }

  private static boolean answers() {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SERVICE))) {
      return channel.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static void awaitEnd() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // Gone all the same.
    }
  }

  private static void relay(Path socket, int port) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (true) {
                try {
                  SocketChannel card = server.accept();
                  Thread.ofPlatform().daemon().start(() -> connect(card, port));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
  }

  private static void connect(SocketChannel card, int port) {
    try (card;
        Socket reader = new Socket(InetAddress.getLoopbackAddress(), port)) {
      reader.setTcpNoDelay(true);
      Thread up = Thread.ofPlatform().daemon().start(() -> pump(reader, card));
      pump(card, reader);
      up.join();
    } catch (IOException | InterruptedException _) {
      // The card's side sees its connection end, and tries again.
    }
  }

  private static void pump(SocketChannel card, Socket reader) {
    try (card;
        reader) {
      Channels.newInputStream(card).transferTo(reader.getOutputStream());
    } catch (IOException _) {
      // Either side is gone; closing both tells the other.
    }
  }

  // vpcd sends a message in two parts and waits for the first to be acknowledged.
  private static void pump(Socket reader, SocketChannel card) {
    byte[] buffer = new byte[8192];
    try (card;
        reader) {
      InputStream in = reader.getInputStream();
      OutputStream out = Channels.newOutputStream(card);
      while (true) {
        reader.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        int length = in.read(buffer);
        if (length < 0) {
          return;
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException _) {
      // Either side is gone; closing both tells the other.
    }
  }
}
