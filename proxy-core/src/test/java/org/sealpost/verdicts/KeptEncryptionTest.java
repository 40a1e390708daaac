package org.sealpost.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.EncryptionState;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.inbound.VerdictKeeper.JudgedMail;
import org.sealpost.trust.Verdict;

/** Whether opened mails were encrypted, as the history keeps it. */
class KeptEncryptionTest {
  @TempDir private Path folder;

  private static JudgedMail mail(Optional<EncryptionState> state) {
    return new JudgedMail(
        Optional.empty(), "<1@x>", List.of(), Desk.T0, new Verdict.Unsigned(), List.of(), state);
  }

  private static KeptMail kept(Desk desk, JudgedMail mail) {
    desk.history.keep(mail);
    desk.history.flush();
    return desk.kept("1@x");
  }

  @ParameterizedTest
  @EnumSource
  void itIsKept(EncryptionState state) {
    try (Desk desk = new Desk(folder.resolve("state.db"))) {
      assertThat(kept(desk, mail(Optional.of(state))).encryption()).contains(state);
    }
  }

  @Test
  void whatIsFoundWhenTheMailIsOpenedAgainCounts() {
    try (Desk desk = new Desk(folder.resolve("state.db"))) {
      kept(desk, mail(Optional.of(EncryptionState.CLOSED)));
      assertThat(kept(desk, mail(Optional.of(EncryptionState.OPENED))).encryption())
          .contains(EncryptionState.OPENED);
      assertThat(desk.history.last(2)).hasSize(1);
    }
  }

  @Test
  void ofMailsThatWereKeptWithoutItNothingIsSaid() {
    try (Desk desk = new Desk(folder.resolve("state.db"))) {
      assertThat(kept(desk, mail(Optional.empty())).encryption()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, true, OPENED",
    "true, true, WEAK",
    "false, false, UNPROTECTED",
    "true, false, UNPROTECTED"
  })
  void ofAnOpenedMailTheWorstCounts(boolean weak, boolean authenticated, EncryptionState expected) {
    assertThat(EncryptionState.of(new Encryption.Decrypted("AES", weak), authenticated))
        .isEqualTo(expected);
  }

  @Test
  void aClosedMailIsNotTakenForAnOpenOne() {
    assertThat(EncryptionState.of(new Encryption.Failed(Phrase.none()), false))
        .isEqualTo(EncryptionState.CLOSED);
    assertThat(EncryptionState.of(new Encryption.None(), false)).isEqualTo(EncryptionState.NONE);
  }
}
