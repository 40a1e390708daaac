package org.sealpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealpost.testmail.Mails;

class PeeledTest {
  @Test
  void plaintextIsLetGoOfThoughOneSpoolFailsToClose() throws Exception {
    List<String> closed = new ArrayList<>();
    Peeled peeled = new Peeled(Mails.entity(Mails.of("A: b\n\n")));
    peeled.hold(() -> closed.add("first"));
    peeled.hold(
        () -> {
          throw new IOException("second");
        });
    peeled.hold(
        () -> {
          throw new IllegalStateException("third");
        });
    peeled.hold(() -> closed.add("fourth"));

    assertThatThrownBy(peeled::close)
        .isInstanceOf(IllegalStateException.class)
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("third", "second"));
    assertThat(closed).containsExactly("fourth", "first");
    peeled.close();
    assertThat(closed).hasSize(2);
  }
}
