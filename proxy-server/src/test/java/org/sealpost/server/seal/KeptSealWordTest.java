package org.sealpost.server.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.mark.SealWord;

class KeptSealWordTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("seal-word");
  }

  private SealWord word() throws IOException {
    return KeptSealWord.of(Optional.empty(), file, Phrase.TAIWAN);
  }

  @Test
  void aWordIsMadeOnceAndKeptForThisUserAlone() throws IOException {
    SealWord made = word();

    assertThat(word()).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatOthersMayReadIsMendedAndItsWordKept() throws IOException {
    Files.writeString(file, "maple\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(word().word()).isEqualTo("maple");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void theWordOfTheUserComesFirstAndIsNotWritten() throws IOException {
    assertThat(KeptSealWord.of(Optional.of("maple"), file, Locale.ENGLISH).word())
        .isEqualTo("maple");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "secretsecretsecret", "two words", "[seal]", "a\nb"})
  void aDamagedFileIsSaidWithWhatToDoAndWithoutTheWord(String content) throws IOException {
    Files.writeString(file, content);

    assertThatThrownBy(this::word)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("delete it")
        .hasMessageNotContaining("secret")
        .hasNoCause();
    assertThat(file).hasContent(content);
  }

  @Test
  void aFileThatIsNoTextIsDamagedToo() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(this::word).hasMessageContaining("delete it");
  }

  @Test
  void aFolderInItsPlaceIsSaid() throws IOException {
    Files.createDirectory(file);

    assertThatThrownBy(this::word).hasMessageContaining(file.toString());
  }

  @Test
  void wordsAreDistinctAndEnoughToChooseFrom() {
    assertThat(NewSealWord.CHARACTERS.chars().distinct().count())
        .isEqualTo(NewSealWord.CHARACTERS.length())
        .isGreaterThanOrEqualTo(128);
    SecureRandom random = new SecureRandom();
    Set<String> words = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      String spoken = NewSealWord.in(Locale.ENGLISH, random).word();
      assertThat(spoken).matches("([a-z][aeiou]){5}");
      assertThat(NewSealWord.in(Phrase.TAIWAN, random).word().getBytes(UTF_8)).hasSize(15);
      words.add(spoken);
    }
    assertThat(words).hasSizeGreaterThan(190);
  }
}
