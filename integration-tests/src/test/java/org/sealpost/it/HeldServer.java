package org.sealpost.it;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A mail server that stops answering at a chosen step of a mail in several copies, until whoever
 * talks to it is gone. What it has read to the last dot it has, whether it said so or not.
 */
final class HeldServer implements AutoCloseable {
  /** Where it stops. The mail's own transaction is the client's; copies follow, each with RSET. */
  enum Step {
    MAIL_OF_FIRST_COPY,
    RCPT_OF_FIRST_COPY,
    DATA_OF_FIRST_COPY,
    BODY_OF_FIRST_COPY,
    REPLY_TO_FIRST_COPY,
    RSET_BEHIND_FIRST_COPY,
    MAIL_OF_SECOND_COPY,
    BODY_OF_SECOND_COPY,
    REPLY_TO_LAST_COPY,
    NOWHERE
  }

  /** A mail that it has. */
  record Copy(List<String> recipients, String mail) {}

  final List<Copy> copies = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final ServerSocket listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Step step = Step.NOWHERE;
  private volatile CountDownLatch reached = new CountDownLatch(1);

  HeldServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on it does not take this recipient. */
  void refuse(String recipient) {
    refused.add(recipient);
  }

  /** From the next connection on it stops there. */
  void holdAt(Step next) {
    copies.clear();
    step = next;
    reached = new CountDownLatch(1);
  }

  boolean awaitHold() throws InterruptedException {
    return reached.await(30, TimeUnit.SECONDS);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofPlatform().daemon().start(() -> serveQuietly(socket));
      }
    } catch (IOException _) {
      // Closed: the test is over.
    }
  }

  private void serveQuietly(Socket socket) {
    try (socket) {
      new Dialogue(socket).run();
    } catch (IOException _) {
      // The proxy was killed, as it should be.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Dialogue {
    private final InputStream in;
    private final Socket socket;
    private final List<String> recipients = new ArrayList<>();
    private int transactions;
    private int bodies;

    Dialogue(Socket socket) throws IOException {
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream());
    }

    void run() throws IOException, InterruptedException {
      say("220 held.example ESMTP");
      for (String line = line(); !line.isEmpty(); line = line()) {
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
          case "MAIL" -> {
            transactions++;
            recipients.clear();
            pass(2, Step.MAIL_OF_FIRST_COPY);
            pass(3, Step.MAIL_OF_SECOND_COPY);
            say("250 OK");
          }
          case "RCPT" -> {
            pass(2, Step.RCPT_OF_FIRST_COPY);
            String recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
            if (refused.contains(recipient)) {
              say("550 5.1.1 <" + recipient + ">: User unknown in local recipient table");
            } else {
              recipients.add(recipient);
              say("250 OK");
            }
          }
          case "RSET" -> {
            if (bodies == 1) {
              pass(2, Step.RSET_BEHIND_FIRST_COPY);
            }
            say("250 OK");
          }
          case "DATA" -> data();
          case "QUIT" -> {
            say("221 bye");
            return;
          }
          default -> say("250 OK");
        }
      }
    }

    private void data() throws IOException, InterruptedException {
      pass(2, Step.DATA_OF_FIRST_COPY);
      say("354 go");
      StringBuilder mail = new StringBuilder(line()).append('\n');
      pass(2, Step.BODY_OF_FIRST_COPY);
      pass(3, Step.BODY_OF_SECOND_COPY);
      for (String line = line(); !line.equals("."); line = line()) {
        mail.append(line).append('\n');
      }
      bodies++;
      copies.add(new Copy(List.copyOf(recipients), mail.toString()));
      pass(2, Step.REPLY_TO_FIRST_COPY);
      pass(4, Step.REPLY_TO_LAST_COPY);
      say("250 queued " + bodies);
    }

    private void pass(int transaction, Step here) throws IOException, InterruptedException {
      if (transactions == transaction && step == here) {
        reached.countDown();
        // No longer than the test; the process that it holds is killed meanwhile.
        closed.await();
        throw new IOException("held to the end");
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new IOException("gone");
        }
        if (b != '\r') {
          line.append((char) b);
        }
      }
      return line.toString();
    }

    private void say(String text) throws IOException {
      socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
  }
}
