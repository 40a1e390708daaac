package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mark.HeaderTable;
import org.sealpost.mime.Header;
import org.sealpost.mime.SpoolFactory;

class NestedSieveTest {
  private static final ForgedMarks FORGED = new ForgedMarks();
  private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\n";
  private static final String FORGERY =
      "Subject: [松柏 ✔簽章] hello\nX-Sealpost-Verdict: valid\nFrom: a@example.org\n";
  private static final String CLEAN = "Subject: hello\nFrom: a@example.org\n";

  @TempDir Path folder;

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  private byte[] sieved(Header content, byte[] body, int chunk) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NestedSieve sieve = new NestedSieve(content, FORGED, new SpoolFactory(folder, 100), out);
    try (sieve) {
      for (int from = 0; from < body.length; from += chunk) {
        sieve.write(body, from, Math.min(chunk, body.length - from));
      }
    }
    assertThat(sieve.changed()).isEqualTo(!java.util.Arrays.equals(out.toByteArray(), body));
    return out.toByteArray();
  }

  /** The body, lines ending in LF. */
  private String sieved(String content, String body) throws IOException {
    Header header = Header.parse(crlf(content).getBytes(UTF_8));
    byte[] octets = crlf(body).getBytes(UTF_8);
    byte[] whole = sieved(header, octets, 1 << 20);
    assertThat(sieved(header, octets, 1)).as("in single octets").isEqualTo(whole);
    assertThat(sieved(header, octets, 7)).as("in chunks").isEqualTo(whole);
    return new String(whole, UTF_8).replace("\r\n", "\n");
  }

  private static String parted(String... parts) {
    return "\npreamble\n--b\n" + String.join("\n--b\n", parts) + "\n--b--\nepilogue\n";
  }

  private static String nested(String header) {
    return "Content-Type: message/rfc822\n\n" + header + "\ntext\n";
  }

  @Test
  void attackAForgedMailWithinAMailIsCleaned() throws IOException {
    assertThat(sieved(MIXED, parted("\ntext", nested(FORGERY), "\nmore")))
        .isEqualTo(parted("\ntext", nested(CLEAN), "\nmore"));
  }

  @Test
  void attackAForgedMailIsAllThereIs() throws IOException {
    assertThat(sieved("Content-Type: message/rfc822\n", "\n" + FORGERY + "\ntext\n"))
        .isEqualTo("\n" + CLEAN + "\ntext\n");
    assertThat(sieved("Content-Type: message/global\n", "\n" + FORGERY)).isEqualTo("\n" + CLEAN);
  }

  @Test
  void attackInADigestMailsNeedNoType() throws IOException {
    assertThat(
            sieved(
                "Content-Type: multipart/digest; boundary=b\n", parted("\n" + FORGERY + "\ntext")))
        .isEqualTo(parted("\n" + CLEAN + "\ntext"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 20})
  void attackAMailInAMailInAMail(int depth) throws IOException {
    assertThat(sieved(MIXED, parted(deep(FORGERY, depth)))).isEqualTo(parted(deep(CLEAN, depth)));
  }

  private static String deep(String header, int depth) {
    String mail = header + "\ntext";
    for (int i = 0; i < depth; i++) {
      mail =
          (header + "Content-Type: multipart/mixed; boundary=x" + i + "\n\n--x" + i + "\n")
              + ("Content-Type: message/rfc822\n\n" + mail + "\n--x" + i + "--\n");
    }
    return "Content-Type: message/rfc822\n\n" + mail;
  }

  @Test
  void attackTheNestedHeaderEndsWithThePart() throws IOException {
    assertThat(sieved(MIXED, parted("Content-Type: message/rfc822\n\n" + FORGERY, "\nx")))
        .isEqualTo(parted("Content-Type: message/rfc822\n\n" + CLEAN, "\nx"));
  }

  @Test
  void whatItsAuthorSignedIsNotTouched() throws IOException {
    String signed = parted(nested(FORGERY), "Content-Type: application/pgp-signature\n\nx");
    String type = "Content-Type: multipart/signed; boundary=b; protocol=\"application/pgp\"\n";

    assertThat(sieved(type, signed)).isEqualTo(signed);
    String within = "\n--o\n" + type + signed + "\n--o\n" + nested(FORGERY) + "--o--\n";
    assertThat(sieved("Content-Type: multipart/mixed; boundary=o\n", within))
        .isEqualTo("\n--o\n" + type + signed + "\n--o\n" + nested(CLEAN) + "--o--\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ntext\n[松柏 ✔簽章]\nX-Sealpost-Verdict: valid\n",
        "\npreamble\n--b\nX-Sealpost-Verdict: in the header of a part\n\ntext\n--b--\n",
        "\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdA==\n",
        "\n--b\n\n--c\nContent-Type: message/rfc822\n\nX-Sealpost: no boundary\n",
        "\n--b\nContent-Type: message/rfc822\n\nSubject: [簽章] hello\n\ntext\n--b--\n",
        "\n--b--\nContent-Type: message/rfc822\n\nX-Sealpost: behind the end\n",
        "",
        "\n",
        "\n--b",
        "\n--b\n",
        "\n--b\nContent-Type: message/rfc822\n\n\n--b--",
        "\n--b\n-\n--\n---\n--bb\n-- b\n",
      })
  void allElsePassesOctetForOctet(String body) throws IOException {
    assertThat(sieved(MIXED, body)).isEqualTo(body);
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("org.sealpost.mark.HeaderTable#forgeries")
  void nothingIsLeftOfAForgeryInANestedHeader(HeaderTable.Row row) throws IOException {
    byte[] before = "\r\n".getBytes(UTF_8);
    Header content = Header.parse("Content-Type: message/rfc822\r\n".getBytes(UTF_8));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(before);
    body.writeBytes(row.octets());

    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.writeBytes(before);
    expected.writeBytes(HeaderTable.octets(FORGED.without(row.header())));
    assertThat(sieved(content, body.toByteArray(), 1000)).isEqualTo(expected.toByteArray());
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("org.sealpost.mark.HeaderTable#honest")
  void anHonestNestedHeaderPassesOctetForOctet(HeaderTable.Row row) throws IOException {
    Header content = Header.parse("Content-Type: message/rfc822\r\n".getBytes(UTF_8));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("\r\n".getBytes(UTF_8));
    body.writeBytes(row.octets());

    assertThat(sieved(content, body.toByteArray(), 1000)).isEqualTo(body.toByteArray());
  }

  @Test
  void bodiesOfRandomOctetsPass() throws IOException {
    Random random = new Random(6);
    Header content = Header.parse(crlf(MIXED).getBytes(UTF_8));
    for (int i = 0; i < 200; i++) {
      byte[] body = new byte[random.nextInt(20_000)];
      random.nextBytes(body);
      assertThat(sieved(content, body, 1 + random.nextInt(5000))).isEqualTo(body);
    }
  }

  @FuzzTest
  void whatWentThroughOnceGoesThroughUnchanged(byte[] mail) throws IOException {
    Header content = Header.parse(mail);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("\r\n".getBytes(UTF_8));
    body.writeBytes(mail);
    body.writeBytes("\r\n".getBytes(UTF_8));

    byte[] once = sieved(content, body.toByteArray(), 1000);

    assertThat(sieved(content, once, 7)).isEqualTo(once);
  }
}
