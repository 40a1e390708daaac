package org.sealpost.book.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whatever the file: an answer, or an error that names it. */
class ExchangeFuzzTest {
  @FuzzTest
  void anyFileIsAnswered(byte[] content) throws IOException {
    Path file = Files.createTempFile("exchange-fuzz", ".any");
    try {
      List<ExchangeItem> items = ExchangeFile.read(Files.write(file, content));
      assertThat(items).isNotEmpty();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining(file.toString());
    } finally {
      Files.delete(file);
    }
  }
}
