package org.sealpost.server.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the dialogues in the folder {@code dialogues}. A line begins with who does it:
 *
 * <pre>
 * C: the client sends           P: the proxy answers the client
 * U: the proxy sends upstream   S: the real server answers
 * C&gt; and S&gt;: octets as they are, with \r \n \0
 * (end) the connection is at its end; as C: and S: it is closed
 * ~ behind U: and P: a regular expression
 * U2: and S2: the second server, which "servers 2" in the first line asks for; "sole account"
 *     there makes ming's the only one
 * </pre>
 */
class DialogueTest {
  private static final Pattern SETTING = Pattern.compile("servers 2|sole account");

  @TempDir static Path folder;

  static Stream<String> dialogues() throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(DialogueTest.class.getResource("dialogues"));
    List<String> names;
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("dialogues")
  void goesAsWritten(String name) throws Exception {
    List<String> lines =
        Files.readAllLines(
            Path.of(Objects.requireNonNull(getClass().getResource("dialogues/" + name)).toURI()));
    int servers = lines.getFirst().equals("servers 2") ? 2 : 1;
    boolean sole = lines.getFirst().equals("sole account");
    try (Proxy proxy = new Proxy(folder, Proxy.limits(), servers, sole ? 1 : 2);
        Peer client = proxy.client()) {
      Map<Integer, Peer> upstreams = new HashMap<>();
      int number = 0;
      for (String line : lines) {
        number++;
        if (!line.isBlank() && !line.startsWith("#") && !SETTING.matcher(line).matches()) {
          play(line, name + ":" + number, proxy, client, upstreams);
        }
      }
      for (Peer upstream : upstreams.values()) {
        upstream.close();
      }
    }
  }

  private static void play(
      String line, String where, Proxy proxy, Peer client, Map<Integer, Peer> upstreams)
      throws IOException {
    char who = line.charAt(0);
    int server = line.charAt(1) == '2' ? 1 : 0;
    if ((who == 'S' || who == 'U') && !upstreams.containsKey(server)) {
      upstreams.put(server, proxy.accept(server));
    }
    Peer peer = who == 'S' || who == 'U' ? upstreams.get(server) : client;
    String act = line.substring(server == 1 ? 2 : 1);
    String text = act.length() > 2 ? octets(act.substring(2)) : "";
    if (who == 'P' || who == 'U') {
      if (act.startsWith("~")) {
        assertThat(peer.read()).as(where).matches(text);
      } else {
        assertThat(peer.read()).as(where).isEqualTo(text);
      }
    } else if (text.equals("(end)")) {
      peer.close();
    } else if (act.startsWith(">")) {
      peer.send(text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0"));
    } else {
      peer.line(text);
    }
  }

  /** What is sent and read is in UTF-8, an octet a character. */
  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
