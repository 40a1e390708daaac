package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.failure.Failure;
import org.sealpost.outbound.Delivery;
import org.sealpost.outbound.Outbound;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.MailAccount.SubmissionLogin;

/**
 * Plays the dialogues in the folder {@code dialogues}, one file each:
 *
 * <pre>
 * # a comment
 * %accounts ming lan        one account each, with servers of their own from the second on
 * %login optional          no login is needed to send
 * %outbound KIND            see {@link #outbound}
 * C: what the client sends  c: the same without CRLF
 * S: what the client gets; "…" at the end: whatever follows
 * U: what the real server gets    (U2: the second account's server)
 * R: what the real server replies (R2:)
 * </pre>
 *
 * Escapes are Java's; a letter above U+00FF stands for its octets in UTF-8. {@code <closed>} is the
 * end of the connection, {@code <close>} makes it. A real server that was not closed in the
 * dialogue may get a QUIT after its end and nothing else.
 */
class DialogueTest {
  @TempDir static Path folder;

  static Stream<Path> dialogues() throws IOException, URISyntaxException {
    Path dialogues = Path.of(DialogueTest.class.getResource("dialogues").toURI());
    try (Stream<Path> files = Files.list(dialogues)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("dialogues")
  void dialogueGoesAsWritten(Path file) throws Exception {
    new Play(Files.readAllLines(file, UTF_8)).run();
  }

  private static final class Play {
    private final List<String> script;
    private final List<ServerSocket> servers = new ArrayList<>();
    private final Map<Integer, Peer> upstreams = new LinkedHashMap<>();
    private List<String> accounts = List.of("ming");
    private String outbound = "unchanged";
    private SubmissionLogin login = SubmissionLogin.REQUIRED;

    Play(List<String> lines) {
      script = lines.stream().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    }

    void run() throws Exception {
      for (String line : script) {
        if (line.startsWith("%accounts ")) {
          accounts = List.of(line.substring(10).split(" ", -1));
        } else if (line.startsWith("%outbound ")) {
          outbound = line.substring(10);
        } else if (line.equals("%login optional")) {
          login = SubmissionLogin.OPTIONAL;
        }
      }
      List<MailAccount> configured = new ArrayList<>();
      for (String name : accounts) {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(20_000);
        servers.add(server);
        MailAccount account = Proxy.account(name, server.getLocalPort());
        configured.add(
            new MailAccount(
                account.account(),
                account.logins(),
                account.submission(),
                account.mailDrop(),
                login));
      }
      try (Proxy proxy = new Proxy(folder, configured, outbound(outbound))) {
        talk(proxy);
        for (Peer upstream : upstreams.values()) {
          assertThat(upstream.line()).as("after the dialogue").isIn("QUIT", "<closed>");
        }
      } finally {
        for (ServerSocket server : servers) {
          server.close();
        }
      }
    }

    private void talk(Proxy proxy) throws Exception {
      try (Peer client = new Peer(proxy.connect())) {
        for (int i = 0; i < script.size(); i++) {
          step(client, script.get(i), "step " + (i + 1) + ": " + script.get(i));
        }
      }
    }

    private void step(Peer client, String line, String where) throws Exception {
      if (line.startsWith("%")) {
        return;
      }
      int colon = line.indexOf(':');
      String role = line.substring(0, colon);
      String text = line.substring(colon + 1).replaceFirst("^ ", "").translateEscapes();
      text = text.endsWith("…") ? octets(text.substring(0, text.length() - 1)) + "…" : octets(text);
      int server = role.length() > 1 ? Integer.parseInt(role, 1, 2, 10) - 1 : 0;
      switch (role.charAt(0)) {
        case 'C' -> say(client, text + "\r\n", text);
        case 'c' -> say(client, text, text);
        case 'S' -> expect(client.line(), text, where);
        case 'U' -> {
          expect(upstream(server).line(), text, where);
          if (text.equals("<closed>")) {
            upstreams.remove(server);
          }
        }
        case 'R' -> {
          say(upstream(server), text + "\r\n", text);
          if (text.equals("<close>")) {
            upstreams.remove(server);
          }
        }
        default -> throw new IllegalArgumentException(where);
      }
    }

    private static String octets(String text) {
      StringBuilder octets = new StringBuilder();
      text.codePoints()
          .mapToObj(Character::toString)
          .map(c -> c.charAt(0) < 256 ? c : new String(c.getBytes(UTF_8), ISO_8859_1))
          .forEach(octets::append);
      return octets.toString();
    }

    private static void say(Peer peer, String raw, String text) throws IOException {
      if (text.equals("<close>")) {
        peer.close();
      } else {
        peer.send(raw);
      }
    }

    private static void expect(String actual, String expected, String where) {
      if (expected.endsWith("…")) {
        assertThat(actual).as(where).startsWith(expected.substring(0, expected.length() - 1));
      } else {
        assertThat(actual).as(where).isEqualTo(expected);
      }
    }

    private Peer upstream(int number) throws IOException {
      if (!upstreams.containsKey(number)) {
        var socket = servers.get(number).accept();
        socket.setSoTimeout(20_000);
        upstreams.put(number, new Peer(socket));
      }
      return upstreams.get(number);
    }
  }

  private static Outbound outbound(String kind) {
    return switch (kind) {
      case "unchanged" -> Proxy.UNCHANGED;
      case "no-pin" ->
          (account, envelope, mail) -> {
            throw Failure.of(451, "4.7.0", "Enter the PIN and send again");
          };
      case "no-certificate" ->
          (account, envelope, mail) -> {
            throw Failure.of(550, "5.7.1", "No certificate for bob@example.tw");
          };
      case "each-alone" -> Proxy.EACH_ALONE;
      case "eight-bit" ->
          (account, envelope, mail) ->
              Proxy.prepared(
                  new Delivery(
                      envelope.recipients(), out -> out.write("8\r\n".getBytes(UTF_8)), 3, true));
      case "card-fails-in-the-middle" ->
          (account, envelope, mail) ->
              Proxy.prepared(
                  new Delivery(
                      envelope.recipients(),
                      out -> {
                        out.write("half\r\n".getBytes(UTF_8));
                        throw Failure.of(451, "4.7.0", "The card was removed");
                      },
                      100,
                      false));
      case "spool-fails-in-the-middle" ->
          (account, envelope, mail) ->
              Proxy.prepared(
                  new Delivery(
                      envelope.recipients(),
                      out -> {
                        out.write("half\r\n".getBytes(UTF_8));
                        throw new IOException("damaged");
                      },
                      100,
                      false));
      case "too-large" ->
          (account, envelope, mail) ->
              Proxy.prepared(new Delivery(envelope.recipients(), out -> {}, 2_000_000, false));
      case "fault" ->
          (account, envelope, mail) -> {
            throw new IllegalStateException("a fault of ours");
          };
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
