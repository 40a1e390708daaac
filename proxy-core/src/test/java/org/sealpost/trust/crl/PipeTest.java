package org.sealpost.trust.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PipeTest {
  private final Pipe pipe = new Pipe();

  @Test
  void whatIsWrittenIsReadInPiecesOfAnySize() throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writing =
          threads.submit(
              () -> {
                Random random = new Random(2);
                for (int at = 0; at < bytes.length; ) {
                  int length = Math.min(1 + random.nextInt(300_000), bytes.length - at);
                  pipe.sink().write(bytes, at, length);
                  at += length;
                }
                pipe.end();
                return true;
              });
      assertThat(pipe.begins()).isTrue();
      assertThat(pipe.source().readAllBytes()).isEqualTo(bytes);
      writing.get();
    }
  }

  @Test
  void theEndMayComeBeforeAnyByte() throws Exception {
    pipe.end();
    assertThat(pipe.begins()).isFalse();
    assertThat(pipe.source().read()).isEqualTo(-1);
  }

  @Test
  void aFailureComesAfterTheLastByte() throws Exception {
    pipe.sink().write(200);
    pipe.fail(new IOException("broke off"));
    InputStream in = pipe.source();
    assertThat(in.read()).isEqualTo(200);
    assertThatThrownBy(in::read).hasMessage("broke off");
  }

  @Test
  void whenTheReaderLeavesWritingFails() throws Exception {
    pipe.source().close();
    assertThatThrownBy(() -> pipe.sink().write(1)).isInstanceOf(IOException.class);
  }
}
