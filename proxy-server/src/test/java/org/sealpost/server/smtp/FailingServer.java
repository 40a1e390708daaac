package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A mail server that fails once, at one step of one of its transactions, and then works. */
final class FailingServer implements AutoCloseable {
  /** Where it fails. */
  enum Step {
    MAIL,
    RCPT,
    DATA,
    BODY,
    END,
    RSET
  }

  /** How it fails. */
  enum Way {
    FOR_NOW,
    FOR_GOOD,
    LOST,
    /** The connection is lost, but it has the mail. */
    LOST_AND_TAKEN,
    /** It goes on as if more were to come. */
    GO_ON
  }

  /** One for each recipient of each mail that it has. */
  final List<String> taken = new CopyOnWriteArrayList<>();

  private final ServerSocket listener;
  private final int transaction;
  private final Step step;
  private final Way way;
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * A server.
   *
   * @param transaction which one fails, from 1
   */
  FailingServer(int transaction, Step step, Way way) throws IOException {
    this.transaction = transaction;
    this.step = step;
    this.way = way;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  boolean hasFailed() {
    return failed.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new Dialogue(socket).run();
    } catch (IOException _) {
      // Lost, by either side.
    }
  }

  private final class Dialogue {
    private final Socket socket;
    private final InputStream in;
    private final List<String> recipients = new ArrayList<>();
    private int transactions;

    Dialogue(Socket socket) throws IOException {
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream());
    }

    void run() throws IOException {
      say("220 failing.example ESMTP");
      for (String line = line(); !line.equals("QUIT"); line = line()) {
        switch (line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT)) {
          case "MAIL" -> {
            transactions++;
            recipients.clear();
            answer(Step.MAIL, "250 OK");
          }
          case "RCPT" -> {
            recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
            answer(Step.RCPT, "250 OK");
          }
          case "DATA" -> data();
          case "RSET" -> answer(Step.RSET, "250 OK");
          default -> say("250 OK");
        }
      }
    }

    private void data() throws IOException {
      if (!answer(Step.DATA, "354 go")) {
        return;
      }
      line();
      if (fails(Step.BODY)) {
        throw new IOException("lost");
      }
      while (!line().equals(".")) {
        // The mails are small.
      }
      boolean willFail = willFail(Step.END);
      if (!willFail || way == Way.LOST_AND_TAKEN) {
        taken.addAll(recipients);
      }
      answer(Step.END, "250 queued");
    }

    private boolean willFail(Step here) {
      return transactions == transaction && here == step && !failed.get();
    }

    private boolean fails(Step here) {
      return willFail(here) && failed.compareAndSet(false, true);
    }

    /** Returns false if it refused. */
    private boolean answer(Step here, String good) throws IOException {
      if (!fails(here)) {
        say(good);
        return true;
      }
      switch (way) {
        case FOR_NOW -> say("451 4.7.1 Later");
        case GO_ON -> say("354 go on");
        case FOR_GOOD -> say("554 5.7.1 Never");
        case LOST, LOST_AND_TAKEN -> throw new IOException("lost");
      }
      return false;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new IOException("gone");
        }
        line.append((char) b);
      }
      return line.toString().strip();
    }

    private void say(String text) throws IOException {
      socket.getOutputStream().write((text + "\r\n").getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
