package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/** Mails made to exhaust their reader, and honest ones of almost that size. */
class EntityAttackTest {
  private static final String MIXED = "Content-Type: multipart/mixed; boundary=";

  private static Entity parse(String mail) throws Exception {
    return Entity.parse(Content.of(mail.getBytes(US_ASCII)));
  }

  private static String parts(int count) {
    return MIXED + "b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(count) + "--b--\r\n";
  }

  private static String nested(int depth) {
    StringBuilder mail = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      mail.append(MIXED + "b" + i + "\r\n\r\n--b" + i + "\r\n");
    }
    return mail.append("\r\nx\r\n").toString();
  }

  @Test
  void tooManyParts() {
    assertThatThrownBy(() -> parse(parts(10_001))).isInstanceOf(MimeException.class);
  }

  @Test
  void manyPartsOfAnHonestMail() throws Exception {
    assertThat(parse(parts(10_000)).parts()).hasSize(10_000);
  }

  @Test
  void nestedTooDeep() {
    assertThatThrownBy(() -> parse(nested(51))).isInstanceOf(MimeException.class);
  }

  @Test
  void forwardedTooOften() {
    assertThatThrownBy(() -> parse("Content-Type: message/rfc822\r\n\r\n".repeat(51) + "x"))
        .isInstanceOf(MimeException.class);
  }

  @Test
  void deepNestingOfAnHonestMail() throws Exception {
    Entity entity = parse(nested(50));
    int depth = 0;
    while (!entity.parts().isEmpty()) {
      entity = entity.parts().getFirst();
      depth++;
    }
    assertThat(depth).isEqualTo(50);
  }

  @Test
  void aHeaderThatNeverEnds() {
    assertThatThrownBy(() -> parse("X-Long: " + "x".repeat(1 << 20) + "\r\n\r\n"))
        .isInstanceOf(MimeException.class);
    assertThatThrownBy(() -> parse("X: y\r\n".repeat(200_000))).isInstanceOf(MimeException.class);
  }

  @Test
  void largeHeadersInManyParts() {
    String part = "--b\r\nX-Long: " + "x".repeat(1 << 19) + "\r\n\r\nx\r\n";

    assertThatThrownBy(() -> parse(MIXED + "b\r\n\r\n" + part.repeat(10)))
        .isInstanceOf(MimeException.class);
  }

  @Test
  void aLargeHeaderOfAnHonestMail() throws Exception {
    String mail = "Received: by a long way of hosts\r\n".repeat(5000) + "Subject: x\r\n\r\n";

    assertThat(parse(mail).header().first("Subject")).isPresent();
  }

  @Test
  void nestingAndPartsCostOnePassOverTheBytes() throws Exception {
    String body = "--b0x\r\n--b1 x\r\nnot a delimiter -- b0\r\n".repeat(20_000);
    String mail = nested(50).replace("\r\n\r\nx\r\n", "\r\n\r\n" + body);
    CountedContent content = new CountedContent(mail.getBytes(US_ASCII));
    Entity.parse(content);

    assertThat(content.read()).isLessThanOrEqualTo(content.size());
  }

  @Test
  void aLineWithoutEndIsReadInPieces() throws Exception {
    CountedContent content =
        new CountedContent(
            (MIXED + "b\r\n\r\n--b\r\n\r\n" + "-".repeat(10_000_000)).getBytes(US_ASCII));

    assertThat(Entity.parse(content).parts()).hasSize(1);
    assertThat(content.read()).isLessThanOrEqualTo(content.size());
  }

  @Test
  void canonicalFormReadsEachByteAFixedNumberOfTimes() throws Exception {
    CountedContent content = new CountedContent(parts(10_000).getBytes(US_ASCII));
    CanonicalEntity canonical = new CanonicalEntity(Entity.parse(content));
    canonical.sizeBound();
    canonical.writeTo(OutputStream.nullOutputStream());

    assertThat(content.read()).isLessThanOrEqualTo(4 * content.size());
  }
}
