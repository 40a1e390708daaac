package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferDecodingTest {
  private static String decode(String encoding, String encoded) throws IOException {
    byte[] raw = encoded.getBytes(ISO_8859_1);
    try (InputStream in = TransferDecoding.of(encoding, new ByteArrayInputStream(raw))) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "QUJD|ABC",
        "QUI=|AB",
        "QUI|AB",
        "QQ==|A",
        "QQ|A",
        "Q|''",
        "'QU\r\nJD\r\n'|ABC",
        "'Q U!J*D'|ABC",
        "QQ==QkM=|ABC",
        "''|''"
      })
  void base64IsReadWithLeniency(String encoded, String decoded) throws IOException {
    assertThat(decode("base64", encoded)).isEqualTo(decoded);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain|plain",
        "caf=E9|caf\u00e9",
        "caf=e9|caf\u00e9",
        "'soft=\r\nbreak'|softbreak",
        "'soft= \t\r\nbreak'|softbreak",
        "'soft=\nbreak'|softbreak",
        "'hard\r\nbreak\n'|'hard\r\nbreak\n'",
        "'blanks \t\r\ngo '|'blanks\r\ngo'",
        "'in side'|'in side'",
        "'escaped=20\r\n'|'escaped \r\n'",
        "a=b|a=b",
        "a=4|a=4",
        "a=|a",
        "'a= '|a",
        "a==41|a=A",
        "'a=\rb'|'a=\rb'",
        "'bare\rreturn'|'bare\rreturn'",
        "caf\u00e9|caf\u00e9"
      })
  void quotedPrintableIsReadWithLeniency(String encoded, String decoded) throws IOException {
    assertThat(decode("quoted-printable", encoded)).isEqualTo(decoded);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 44, 45, 46, 1000})
  void uuencodeIsRead(int size) throws Exception {
    byte[] bytes = bytes(size);
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (OutputStream out = MimeUtility.encode(encoded, "uuencode", "a.bin")) {
      out.write(bytes);
    }
    String text = encoded.toString(US_ASCII);

    for (String variant :
        new String[] {
          text,
          "words before\r\n" + text,
          text.replace("\n", "\r\n"),
          text.replaceAll("(?m) +$", ""),
          text.replace("\nend", ""),
          text + "words after"
        }) {
      assertThat(decode("x-uuencode", variant)).isEqualTo(new String(bytes, ISO_8859_1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7bit", "8bit", "binary", "utf-8", "x-unheard-of"})
  void anUnknownEncodingIsNone(String encoding) throws IOException {
    assertThat(decode(encoding, "caf\u00e9=\r\n \n")).isEqualTo("caf\u00e9=\r\n \n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 56, 57, 58, 7295, 7296, 7297, 100_000})
  void whatIsEncodedIsDecodedByOthersAndOurselves(int size) throws Exception {
    byte[] bytes = bytes(size);
    ByteArrayOutputStream base64 = new ByteArrayOutputStream();
    Base64Output base64Output = new Base64Output(base64);
    ByteArrayOutputStream quoted = new ByteArrayOutputStream();
    QuotedPrintableOutput quotedOutput = new QuotedPrintableOutput(quoted);
    Random random = new Random(size);
    for (int done = 0; done < size; ) {
      int n = Math.min(size - done, 1 + random.nextInt(5000));
      base64Output.write(bytes, done, n);
      quotedOutput.write(bytes, done, n);
      done += n;
    }
    base64Output.finish();
    quotedOutput.finish();

    String expected = new String(bytes, ISO_8859_1);
    assertThat(Base64.getMimeDecoder().decode(base64.toByteArray())).isEqualTo(bytes);
    assertThat(decode("base64", base64.toString(US_ASCII))).isEqualTo(expected);
    assertThat(decode("quoted-printable", quoted.toString(US_ASCII))).isEqualTo(expected);
    InputStream jakarta =
        MimeUtility.decode(new ByteArrayInputStream(quoted.toByteArray()), "quoted-printable");
    assertThat(jakarta.readAllBytes()).isEqualTo(bytes);
    for (byte[] encoded : new byte[][] {base64.toByteArray(), quoted.toByteArray()}) {
      Canonical.assertSevenBit(encoded);
      Canonical.assertLinesProtected(encoded);
      assertThat(new String(encoded, US_ASCII).split("\r\n")).allMatch(line -> line.length() <= 76);
    }
  }

  @Test
  void piecesOfAnySizeAreReadAlike() throws IOException {
    String encoded = ("caf=C3=A9 = \r\n and  \r\n" + " ".repeat(50) + "x").repeat(3000);
    String whole = decode("quoted-printable", encoded);
    InputStream slow =
        new ByteArrayInputStream(encoded.getBytes(ISO_8859_1)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, 3));
          }
        };

    assertThat(new String(new QuotedPrintableInput(slow).readAllBytes(), ISO_8859_1))
        .isEqualTo(whole);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    Random random = new Random(size);
    for (int i = 0; i < size; i++) {
      int kind = random.nextInt(8);
      bytes[i] =
          switch (kind) {
            case 0 -> ' ';
            case 1 -> '\r';
            case 2 -> '\n';
            case 3 -> '-';
            case 4 -> '\t';
            default -> (byte) random.nextInt(256);
          };
    }
    return bytes;
  }
}
