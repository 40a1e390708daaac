package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.introduction.Introductions;
import org.sealpost.store.Store;

class IntroductionListTest {
  @TempDir Path home;

  @Test
  void theListTellsWhoHasAnsweredAndWhetherItWorksNow() throws Exception {
    assertThat(CommandRun.of(home, "introduce", "--list").out())
        .startsWith("You have introduced yourself to nobody");
    String file =
        CertificatePem.holder("Mei", CertificatePem.ENCRYPT, "mei@example.tw")
            .in(home.resolve("mei.pem"));
    assertThat(CommandRun.of(home, "book", "import", "--address", "mei@example.tw", file).status())
        .isZero();
    Instant now = Instant.now();
    try (Store store = Store.open(home.resolve(".local/state/sealpost/sealpost.db"))) {
      Introductions introductions = new Introductions(store);
      introductions.introduced("ming@example.tw", "mei@example.tw", now.minusSeconds(60));
      introductions.introduced("ming@example.tw", "ann@example.org", now.minusSeconds(50));
      introductions.introduced("ming@example.tw", "gone@example.org", now.minusSeconds(40));
      introductions.answered("mei@example.tw", now);
      introductions.answered("gone@example.org", now);
    }

    List<String> lines = CommandRun.of(home, "introduce", "--list").out().lines().toList();

    String today = Table.day(now);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1))
        .contains("gone@example.org", "worked since " + today + ", but not now");
    assertThat(lines.get(2)).contains("ann@example.org", "not yet");
    assertThat(lines.get(3)).contains("mei@example.tw", "works since " + today);
    assertThat(CommandRun.of(home, "introduce", "--list", "--json").json())
        .extracting(
            object -> object.get("encryption").getAsBoolean(), object -> object.has("answered"))
        .containsExactly(tuple(false, true), tuple(false, false), tuple(true, true));
  }

  @Test
  void theBookSaysSinceWhenEncryptionWorks() throws Exception {
    for (String address : List.of("mei@example.tw", "ann@example.org", "eva@example.org")) {
      String file =
          CertificatePem.holder("Holder", CertificatePem.ENCRYPT, address)
              .in(home.resolve("certificate.pem"));
      assertThat(CommandRun.of(home, "book", "import", "--address", address, file).status())
          .isZero();
    }
    Instant now = Instant.now();
    try (Store store = Store.open(home.resolve(".local/state/sealpost/sealpost.db"))) {
      Introductions introductions = new Introductions(store);
      introductions.introduced("ming@example.tw", "mei@example.tw", now.minusSeconds(60));
      introductions.introduced("ming@example.tw", "ann@example.org", now.minusSeconds(50));
      introductions.answered("mei@example.tw", now);
    }

    String since =
        "Encryption works since "
            + Table.day(now)
            + ", when mei@example.tw answered your introduction.";
    assertThat(CommandRun.of(home, "book", "list").out())
        .containsOnlyOnce("answered your introduction")
        .endsWith(since + System.lineSeparator());
    assertThat(CommandRun.of(home, "book", "show", "mei@example.tw").out()).contains(since);
    assertThat(CommandRun.of(home, "book", "show", "ann@example.org").out())
        .doesNotContain("introduction");
    for (String command : List.of("list", "show")) {
      assertThat(answered(command, "mei@example.tw")).isEqualTo(tuple(true, true));
      assertThat(answered(command, "ann@example.org")).isEqualTo(tuple(true, false));
      assertThat(answered(command, "eva@example.org")).isEqualTo(tuple(false, false));
    }
  }

  @Test
  void whereNoCertificateCanBeUsedTheBookClaimsNothing() throws Exception {
    CertificatePem mei = CertificatePem.holder("Mei", CertificatePem.ENCRYPT, "mei@example.tw");
    String file = mei.in(home.resolve("mei.pem"));
    assertThat(CommandRun.of(home, "book", "import", "--address", "mei@example.tw", file).status())
        .isZero();
    try (Store store = Store.open(home.resolve(".local/state/sealpost/sealpost.db"))) {
      Introductions introductions = new Introductions(store);
      introductions.introduced("ming@example.tw", "mei@example.tw", Instant.now());
      introductions.answered("mei@example.tw", Instant.now());
    }
    assertThat(CommandRun.of(home, "trust", "deny", mei.fingerprint()).status()).isZero();
    for (String[] words : new String[][] {{"book", "list"}, {"book", "show", "mei@example.tw"}}) {
      assertThat(CommandRun.of(home, words).out()).doesNotContain("Encryption works");
    }
  }

  private Tuple answered(String command, String address) {
    JsonObject entry = CommandRun.of(home, "book", command, address, "--json").json().getFirst();
    return tuple(
        entry.has("introduction"),
        entry.has("introduction") && entry.getAsJsonObject("introduction").has("answered"));
  }
}
