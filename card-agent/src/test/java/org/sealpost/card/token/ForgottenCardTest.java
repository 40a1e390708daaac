package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.token.FakeCryptoki.Card;

/** A card that a module saw, and that is to be forgotten. */
@Timeout(60)
final class ForgottenCardTest {
  private static final Path LIBRARY = Path.of("/lib/fake.so");

  @TempDir Path folder;
  private final FakeCryptoki cryptoki = new FakeCryptoki();
  private final Card ming = new Card("1111", "Ming");
  private final Card hua = new Card("2222", "Hua");
  private Pkcs11Module module;

  @BeforeEach
  void seeBoth() throws Exception {
    // Never started: the test makes the rounds itself.
    module =
        new Pkcs11Module(LIBRARY, () -> cryptoki, memory(), Optional.empty(), System::nanoTime);
    cryptoki.insert(1, ming);
    cryptoki.insert(2, hua);
    module.look();
    awaitMemoryOf(2);
  }

  @AfterEach
  void stop() {
    module.close();
  }

  private KnownCards memory() {
    return new KnownCards(folder.resolve("cards"));
  }

  /** The certificates are read on a thread of the token's. */
  private void awaitMemoryOf(int cards) throws Exception {
    while (memory().seenBy(LIBRARY).size() != cards) {
      Thread.sleep(Duration.ofMillis(5));
    }
  }

  private void takeOut(long slot) {
    cryptoki.remove(slot);
    module.look();
  }

  private void putFoldersInPlaceOfFiles() throws Exception {
    List<Path> remembered;
    try (Stream<Path> files = Files.list(folder.resolve("cards"))) {
      remembered = files.toList();
    }
    for (Path file : remembered) {
      Files.delete(file);
      Path _ = Files.createDirectories(file.resolve("in the way"));
    }
  }

  @Test
  void aForgottenCardIsKnownNeitherHereNorAfterARestart() throws Exception {
    takeOut(1);
    assertThat(module.tokens()).extracting(Token::label).containsExactly("Ming", "Hua");
    assertThat(module.forget("1111")).isTrue();
    assertThat(module.tokens()).extracting(Token::label).containsExactly("Hua");
    assertThat(memory().seenBy(LIBRARY)).extracting(KnownCards.Card::label).containsExactly("Hua");
    assertThat(module.forget("1111")).isFalse();
  }

  @Test
  void aCardThatIsInAReaderIsNotForgotten() throws Exception {
    assertThat(module.forget("1111")).isFalse();
    assertThat(module.forget("3333")).isFalse();
    assertThat(module.tokens()).hasSize(2);
    assertThat(memory().seenBy(LIBRARY)).hasSize(2);
  }

  @Test
  void aCardIsNotForgottenWhileOneThatCannotBeReadIsInAReader() throws Exception {
    takeOut(1);
    cryptoki.insert(3, new Card("", ""));
    module.look();
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(() -> module.forget("1111"))
        .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.BAD_REQUEST))
        .withMessageContainingAll("\"Ming\" was not forgotten", "reader 3");
    takeOut(3);
    assertThat(module.forget("1111")).isTrue();
  }

  @Test
  void aForgottenCardThatComesAgainIsTheSameTokenAndIsRememberedAnew() throws Exception {
    Token before = module.tokens().getFirst();
    takeOut(1);
    assertThat(module.forget("1111")).isTrue();
    assertThat(before.certificates()).isEmpty();
    cryptoki.insert(3, ming);
    module.look();
    assertThat(module.tokens().getFirst()).isSameAs(before);
    awaitMemoryOf(2);
    assertThat(before.certificates()).isPresent();
  }

  @Test
  void whereItsFileCannotBeRemovedTheCardStaysKnown() throws Exception {
    takeOut(1);
    takeOut(2);
    putFoldersInPlaceOfFiles();
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(() -> module.forget("1111"))
        .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.TOKEN_FAILED))
        .withMessageContaining("\"Ming\" cannot be forgotten");
    assertThat(module.tokens()).hasSize(2);
    assertThat(module.tokens().getFirst().certificates()).isPresent();
  }
}
