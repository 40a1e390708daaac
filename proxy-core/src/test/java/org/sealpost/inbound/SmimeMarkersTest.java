package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mime.Header;

class SmimeMarkersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=x",
        "Content-Type: multipart/signed; boundary=x",
        "content-type:MULTIPART/SIGNED",
        "Content-Type : multipart/signed",
        "Content-Type: multipart/(a comment)signed; boundary=x",
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
        "Content-Type: application/pkcs7-mime",
        "Content-Type: application/x-pkcs7-mime; name=smime.p7m",
        "Content-Type: application/pkcs7-signature",
        "Content-Type: application/octet-stream; name=smime.p7m",
        "Content-Type: application/octet-stream; name=\"Mail.P7S\"",
        "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.p7c",
        "Content-Disposition: attachment; filename=smime.p7m",
        "Content-Type: application/x; name*=utf-8''a%2Ep7m",
        "Content-Type: application/x; name*0=\"a.p\"; name*1=\"7m\"",
        "Content-Disposition: attachment; filename=\"=?UTF-8?B?YS5wN20=?=\"",
        "Content-Type: text/plain\r\nContent-Type: application/pkcs7-mime",
        "Content-Type: application/unknown; smime-type=signed-data",
        "Subject: x\r\nContent-Type:\r\n application/pkcs7-mime",
      })
  void whatMayBeSmimeIsLookedInto(String header) {
    assertThat(SmimeMarkers.in(parse(header))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Subject: multipart/signed smime.p7m",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: multipart/mixed; boundary=x",
        "Content-Type: multipart/alternative; boundary=\"=_signature\"",
        "Content-Type: text/html; name=report.html",
        "Content-Type: application/pdf; name=report.pdf",
      })
  void ordinaryMailPassesUnopened(String header) {
    assertThat(SmimeMarkers.in(parse(header))).isFalse();
  }

  private static Header parse(String header) {
    return Header.parse((header + "\r\n").getBytes(ISO_8859_1));
  }
}
