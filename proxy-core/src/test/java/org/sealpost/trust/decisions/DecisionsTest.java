package org.sealpost.trust.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.store.Store;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.Decision;
import org.sealpost.trust.Decision.Kind;
import org.sealpost.trust.OwnWord.Binding;
import org.sealpost.trust.decisions.Decisions.Bound;
import org.sealpost.trust.decisions.Decisions.Decided;

class DecisionsTest {
  private static final TestPki PKI = new TestPki("CN=Root", KeyKind.P256);
  private static final X509Certificate MING = certificate("CN=Ming");
  private static final X509Certificate MEI = certificate("CN=Mei");
  private static final Instant MADE = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-07-01T00:00:00Z");
  private static final Decision ALLOWED =
      new Decision(Kind.ALLOW, MADE, Optional.of(UNTIL), "by phone");
  private static final Decision DENIED = new Decision(Kind.DENY, MADE, Optional.empty(), "");

  @TempDir private Path folder;
  private Path file;
  private Store store;
  private Decisions decisions;

  @BeforeEach
  void open() {
    file = folder.resolve("state/sealpost.db");
    store = Store.open(file);
    decisions = new Decisions(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aUserWhoSaidNothingHasDecidedNothing() {
    assertThat(decisions.on(MING, MADE)).isEmpty();
    assertThat(decisions.bindings(MING)).isEmpty();
    assertThat(decisions.all()).isEmpty();
    assertThat(decisions.bindings()).isEmpty();
  }

  @Test
  void aDecisionIsKeptWithItsTimesAndItsNote() {
    assertThat(decisions.decide(MING, ALLOWED)).isEmpty();
    assertThat(decisions.decide(MEI, DENIED)).isEmpty();
    close();
    open();
    assertThat(decisions.on(MING, MADE)).contains(ALLOWED);
    assertThat(decisions.on(MEI, MADE)).contains(DENIED);
    assertThat(decisions.all())
        .containsExactlyInAnyOrder(new Decided(MING, ALLOWED), new Decided(MEI, DENIED));
  }

  @Test
  void aDecisionThatRanOutIsRememberedAndCountsNoMore() {
    decisions.decide(MING, ALLOWED);
    assertThat(decisions.on(MING, UNTIL.minusSeconds(1))).contains(ALLOWED);
    assertThat(decisions.on(MING, UNTIL)).isEmpty();
    assertThat(decisions.of(MING)).contains(ALLOWED);
  }

  @Test
  void theLastDecisionCounts() {
    decisions.decide(MING, ALLOWED);
    assertThat(decisions.decide(MING, DENIED)).contains(ALLOWED);
    assertThat(decisions.on(MING, MADE)).contains(DENIED);
    assertThat(decisions.all()).hasSize(1);
  }

  @Test
  void aDecisionTakenBackIsGone() {
    decisions.decide(MING, DENIED);
    decisions.decide(MEI, DENIED);
    assertThat(decisions.takeBack(MING)).contains(DENIED);
    assertThat(decisions.takeBack(MING)).isEmpty();
    assertThat(decisions.on(MING, MADE)).isEmpty();
    assertThat(decisions.on(MEI, MADE)).isPresent();
  }

  @Test
  void anAddressIsBoundInTheOneFormInWhichAddressesAreCompared() {
    assertThat(decisions.bind(MING, "Ming@Example.TW", MADE)).isFalse();
    assertThat(decisions.bind(MING, "ming@example.tw", MADE.plusSeconds(9))).isTrue();
    assertThat(decisions.bindings(MING)).containsExactly(new Binding("ming@example.tw", MADE));
    assertThat(decisions.bindings())
        .containsExactly(new Bound(MING, new Binding("ming@example.tw", MADE)));
    assertThat(decisions.bindings(MEI)).isEmpty();
  }

  @Test
  void whatIsNoAddressIsNotBound() {
    assertThatThrownBy(() -> decisions.bind(MING, "ming", MADE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(decisions.bindings()).isEmpty();
  }

  @Test
  void oneBindingIsTakenBackAndTheOthersStay() {
    decisions.bind(MING, "ming@example.tw", MADE);
    decisions.bind(MING, "ming@example.org", MADE);
    decisions.bind(MEI, "ming@example.tw", MADE);
    assertThat(decisions.unbind(MING, "ming@example.tw")).isTrue();
    assertThat(decisions.unbind(MING, "ming@example.tw")).isFalse();
    assertThat(decisions.bindings(MING))
        .extracting(Binding::address)
        .containsExactly("ming@example.org");
    assertThat(decisions.bindings(MEI)).hasSize(1);
  }

  @Test
  void whatAnotherProcessDecidesCountsAtOnce() throws Exception {
    assertThat(decisions.on(MING, MADE)).isEmpty();
    Path der = Files.write(folder.resolve("ming.der"), MING.getEncoded());
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                file.toString(),
                der.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String complaint = new String(other.getInputStream().readAllBytes(), UTF_8);
      assertThat(other.waitFor()).as(complaint).isZero();
    } finally {
      other.destroyForcibly();
    }
    assertThat(decisions.on(MING, MADE)).contains(DENIED);
    assertThat(decisions.bindings(MING)).containsExactly(new Binding("ming@example.tw", MADE));
  }

  /** The other process. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) throws Exception {
      List<X509Certificate> ming = CertificateFile.read(Path.of(args[1]));
      try (Store store = Store.open(Path.of(args[0]))) {
        Decisions decisions = new Decisions(store);
        decisions.decide(ming.getFirst(), DENIED);
        decisions.bind(ming.getFirst(), "ming@example.tw", MADE);
      }
    }
  }

  @Test
  void attackAnUnreadableStoreDoesNotSilenceARefusal() {
    decisions.decide(MING, DENIED);
    store.close();
    assertThatThrownBy(() -> decisions.on(MING, MADE)).hasStackTraceContaining("closed");
  }

  private static X509Certificate certificate(String subject) {
    return PKI.certificate(subject).key(KeyKind.P256).issue().certificate();
  }
}
