package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.KeyPurpose;

final class KnownCardsTest {
  private static final Path MODULE = Path.of("/lib/module.so");

  @TempDir Path folder;

  private KnownCards known() {
    return new KnownCards(folder.resolve("cards"));
  }

  private static KnownCards.Card card(String id, String label) {
    return new KnownCards.Card(
        id,
        "serial",
        label,
        "reader",
        MODULE.toString(),
        List.of(
            new CardCertificate(
                "key",
                Set.of(KeyPurpose.SIGN, KeyPurpose.DECRYPT),
                new byte[] {1, 2},
                List.of(new byte[] {3}))));
  }

  private Path onlyFile() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("cards"))) {
      return files.toList().getFirst();
    }
  }

  @Test
  void whatWasSeenIsKnownToTheNextProcess() {
    known().remember(card("../../etc/passwd", "Ming"));
    assertThat(known().seenBy(MODULE))
        .usingRecursiveComparison()
        .isEqualTo(List.of(card("../../etc/passwd", "Ming")));
    assertThat(known().seenBy(Path.of("/lib/other.so"))).isEmpty();
  }

  @Test
  void theLatestIsKept() {
    known().remember(card("1", "Ming"));
    known().remember(card("1", "Ming, renewed"));
    known().remember(card("2", "Hua"));
    assertThat(known().seenBy(MODULE))
        .extracting(KnownCards.Card::label)
        .containsExactly("Ming, renewed", "Hua");
  }

  @Test
  void whatIsForgottenIsNotKnownToTheNextProcess() throws Exception {
    known().remember(card("1", "Ming"));
    known().remember(card("2", "Hua"));
    known().forget("1");
    known().forget("never seen");
    assertThat(known().seenBy(MODULE)).extracting(KnownCards.Card::label).containsExactly("Hua");
  }

  @Test
  void itIsForItsOwnerAlone() throws Exception {
    known().remember(card("1", "Ming"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("cards")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(onlyFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[1]",
        "not json",
        "{\"id\":\"1\",\"module\":\"/lib/module.so\",\"certificates\":null}",
        "{\"id\":\"1\",\"module\":\"/lib/module.so\",\"certificates\":[{\"purposes\":[\"X\"]}]}"
      })
  void aDamagedFileCostsOneCardAlone(String content) throws Exception {
    known().remember(card("1", "Ming"));
    Files.writeString(onlyFile(), content);
    known().remember(card("2", "Hua"));
    assertThat(known().seenBy(MODULE)).extracting(KnownCards.Card::label).containsExactly("Hua");
  }

  @Test
  void aFolderThatCannotBeMadeStopsNothing() throws Exception {
    Files.createFile(folder.resolve("cards"));
    known().remember(card("1", "Ming"));
    assertThat(known().seenBy(MODULE)).isEmpty();
  }
}
