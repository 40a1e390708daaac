package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mime.ContentType;
import org.sealpost.mime.Header;
import org.sealpost.mime.SpoolFactory;

/** Mails within a mail that come in a transfer encoding. */
class EncodedMailTest {
  private static final String FORGERY =
      "Subject: [松柏 ✔簽章] hello\r\nX-Sealpost-Verdict: valid\r\nFrom: a@example.org\r\n";
  private static final String CLEAN = "Subject: hello\r\nFrom: a@example.org\r\n";
  private static final String BODY = "\r\ntext of the mail, and more of it\r\n".repeat(40);
  private static final Header MIXED =
      Header.parse("Content-Type: multipart/mixed; boundary=b\r\n".getBytes(UTF_8));

  @TempDir Path folder;
  private SpoolFactory spools;

  @BeforeEach
  void spools() {
    spools = new SpoolFactory(folder, 200);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(spools.bytesOnDisk()).isZero();
  }

  private String sieved(String body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NestedSieve sieve = new NestedSieve(MIXED, new ForgedMarks(), spools, out);
    try (sieve) {
      for (byte octet : body.getBytes(UTF_8)) {
        sieve.write(octet);
      }
    }
    assertThat(sieve.changed()).isEqualTo(!out.toString(UTF_8).equals(body));
    return out.toString(UTF_8);
  }

  private static String head(String encoding) {
    return "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: " + encoding + "\r\n";
  }

  private static String base64(String text) {
    return Base64.getMimeEncoder().encodeToString(text.getBytes(UTF_8)) + "\r\n";
  }

  private static String quotedPrintable(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(UTF_8)) {
      if (octet == '=' || octet < 0) {
        encoded.append(String.format(Locale.ROOT, "=%02X", octet & 0xff));
      } else {
        encoded.append((char) octet);
      }
    }
    return encoded.toString();
  }

  private static String part(String encoding, String mail) {
    String encoded =
        switch (encoding) {
          case "base64" -> base64(mail).stripTrailing();
          case "quoted-printable" -> quotedPrintable(mail);
          default -> mail;
        };
    return "\r\n--b\r\n" + head(encoding) + "\r\n" + encoded + "\r\n--b--\r\nepilogue\r\n";
  }

  private static String decoded(String encoding, String part) throws IOException {
    String start = head(encoding) + "\r\n";
    int from = part.indexOf(start) + start.length();
    ContentType type = ContentType.of(Header.parse(head(encoding).getBytes(UTF_8)), "text/plain");
    byte[] body = part.substring(from, part.indexOf("--b--")).getBytes(UTF_8);
    return new String(type.decoded(new ByteArrayInputStream(body)).readAllBytes(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"base64", "quoted-printable", "BASE64"})
  void attackAForgedMailInATransferEncodingIsCleaned(String encoding) throws IOException {
    String name = encoding.toLowerCase(Locale.ROOT);
    String mail = part(name, FORGERY + BODY).replace(head(name), head(encoding));

    String clean = sieved(mail);

    assertThat(decoded(encoding, clean).stripTrailing()).isEqualTo((CLEAN + BODY).stripTrailing());
    assertThat(clean).endsWith("--b--\r\nepilogue\r\n");
  }

  @Test
  void attackAForgedMailInAMultipartInAMailInBase64() throws IOException {
    String within = "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n";
    String end = "\r\n--c--\r\n";
    String inner = "Content-Type: message/rfc822\r\n\r\n";

    String clean = sieved(part("base64", CLEAN + within + inner + FORGERY + BODY + end));

    assertThat(decoded("base64", clean)).isEqualTo(CLEAN + within + inner + CLEAN + BODY + end);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 7})
  void attackBase64InBase64(int times) throws IOException {
    assertThat(sieved(part("base64", deep(FORGERY, times))))
        .isEqualTo(part("base64", deep(CLEAN, times)));
  }

  private static String deep(String header, int times) {
    String mail = header + BODY;
    for (int i = 0; i < times; i++) {
      mail = CLEAN + head("base64") + "\r\n" + base64(mail);
    }
    return mail;
  }

  @ParameterizedTest
  @ValueSource(strings = {"base64", "quoted-printable"})
  void honestMailInATransferEncodingPassesOctetForOctet(String encoding) throws IOException {
    String mail = part(encoding, CLEAN + BODY);
    String odd = mail.replace("dGV4", "dGV4\r\n\r\n *").replace("text", "=74ex=\r\nt");

    assertThat(sieved(mail)).isEqualTo(mail);
    assertThat(sieved(odd)).isEqualTo(odd);
  }

  @Test
  void honestMailInWhatIsSignedIsNotTouched() throws IOException {
    String signed = "\r\n--b\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n";
    String mail =
        signed + head("base64") + "\r\n" + base64(FORGERY + BODY) + "\r\n--s--\r\n--b--\r\n";

    assertThat(sieved(mail)).isEqualTo(mail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "====", "=", "no digits at all: !!", "U3ViamVjdA"})
  void whatIsDamagedPassesOctetForOctet(String body) throws IOException {
    for (String encoding : new String[] {"base64", "quoted-printable"}) {
      String mail = "\r\n--b\r\n" + head(encoding) + "\r\n" + body;
      assertThat(sieved(mail)).isEqualTo(mail);
    }
  }
}
