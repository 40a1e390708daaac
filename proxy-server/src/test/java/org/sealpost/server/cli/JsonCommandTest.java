package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonCommandTest {
  @TempDir Path home;

  /** As {@code openssl req -x509} makes it by itself, and as it makes a person's. */
  private String certificate(String name, String... extensions) throws Exception {
    Path file = home.resolve(name + ".pem");
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -keyout /dev/null".split(" ")));
    command.addAll(List.of("-subj", "/CN=" + name, "-out", file.toString()));
    for (String extension : extensions) {
      command.addAll(List.of("-addext", extension));
    }
    Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
    byte[] said = openssl.getInputStream().readAllBytes();
    assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(openssl.exitValue()).as(new String(said, UTF_8)).isZero();
    assertThat(Files.exists(file)).isTrue();
    return file.toString();
  }

  private JsonObject one(String... arguments) {
    CommandRun run = CommandRun.of(home, arguments);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json()).hasSize(1);
    return run.json().getFirst();
  }

  private static String text(JsonObject object, String field) {
    return object.get(field).getAsString();
  }

  @Test
  void decisionsAreToldAsTheListHasThem() throws Exception {
    String mei = certificate("Mei", "basicConstraints=critical,CA:FALSE");
    JsonObject denied = one("trust", "deny", "--json", "--note", "lost", mei);
    assertThat(text(denied, "kind")).isEqualTo("deny");
    assertThat(text(denied, "note")).isEqualTo("lost");
    JsonObject allowed = one("trust", "allow", "--json", "--until", "90 days", mei);
    assertThat(text(allowed, "kind")).isEqualTo("allow");
    assertThat(text(allowed, "before")).isEqualTo("deny");
    assertThat(allowed.has("until")).isTrue();
    assertThat(text(one("trust", "remove", "--json", mei), "kind")).isEqualTo("allow");
  }

  @Test
  void anImportedAnchorIsToldWithItsScope() throws Exception {
    String ca = certificate("CA");
    JsonObject anchor = one("trust", "import", "--json", "--for", "@example.org", ca);
    assertThat(text(anchor, "kind")).isEqualTo("anchor");
    assertThat(text(anchor, "result")).isEqualTo("imported");
    assertThat(anchor.getAsJsonArray("scope")).hasSize(1);
    assertThat(text(one("trust", "remove", "--json", ca), "kind")).isEqualTo("anchor");
  }

  @Test
  void aListOfNoListsIsEmpty() {
    assertThat(CommandRun.of(home, "trust", "update", "--json").json()).isEmpty();
  }

  @Test
  void aPersonsCertificateThatSaysItIsACasIsNotTakenInSilence() throws Exception {
    String mei = certificate("Mei");
    CommandRun run = CommandRun.of(home, "book", "import", "--address", "mei@example.tw", mei);
    assertThat(run.err())
        .contains("CA:TRUE", "is not under mei@example.tw", "openssl req -x509", "CA:FALSE");
    assertThat(CommandRun.of(home, "book", "list", "--json").json()).isEmpty();
    String made = certificate("Mei2", "basicConstraints=critical,CA:FALSE");
    CommandRun again = CommandRun.of(home, "book", "import", "--address", "mei@example.tw", made);
    assertThat(again.err()).doesNotContain("CA:TRUE");
    assertThat(CommandRun.of(home, "book", "list", "--json").json()).hasSize(1);
  }
}
