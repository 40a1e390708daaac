package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something on loopback that says what a test tells it to, and notes what it hears. */
final class SmtpStage implements AutoCloseable {
  final List<String> commands = new CopyOnWriteArrayList<>();
  final List<String> mails = new CopyOnWriteArrayList<>();

  /** Replies to commands that begin so, in place of the usual ones. */
  final Map<String, String> replies = new ConcurrentHashMap<>();

  private final ServerSocket listening;
  private volatile String greeting = "220 localhost Sealpost ESMTP";
  private volatile String offers = "250-localhost\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE";

  SmtpStage() throws IOException {
    listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread _ = Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return listening.getLocalPort();
  }

  void greets(String line) {
    greeting = line;
  }

  void offers(String lines) {
    offers = lines;
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket client = listening.accept()) {
        talk(client);
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void talk(Socket client) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
    OutputStream out = client.getOutputStream();
    say(out, greeting);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      commands.add(line);
      String told = line;
      String reply =
          replies.keySet().stream()
              .filter(told::startsWith)
              .findFirst()
              .map(replies::get)
              .orElseGet(() -> usual(told));
      if (reply.isEmpty()) {
        return;
      }
      say(out, reply);
      if (reply.startsWith("354")) {
        mails.add(mail(in));
        say(out, replies.getOrDefault(".", "250 2.0.0 Ok"));
      }
    }
  }

  private String usual(String line) {
    return switch (line.split(" ", -1)[0]) {
      case "EHLO" -> offers;
      case "AUTH" -> line.equals("AUTH LOGIN") ? "334 VXNlcm5hbWU6" : "235 2.7.0 Ok";
      case "DATA" -> "354 Go ahead";
      default -> "250 2.0.0 Ok";
    };
  }

  private static String mail(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); !line.equals("."); line = in.readLine()) {
      mail.append(line).append("\r\n");
    }
    return mail.toString();
  }

  private static void say(OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
