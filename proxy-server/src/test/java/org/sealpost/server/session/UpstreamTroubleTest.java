package org.sealpost.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.TellingIoException;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsTrust;

class UpstreamTroubleTest {
  /** In every exception here, and in no text. */
  private static final String RAW = "io.netty: recvAddress(..) failed";

  /**
   * The most that a POP3 reply has room for (RFC 1939 section 3), with the longest of our codes.
   */
  private static final int ROOM = 512 - "-ERR [SYS/TEMP] \r\n".length();

  interface Phase extends BiFunction<Upstream, IOException, UpstreamTrouble> {}

  static Stream<Arguments> troubles() {
    Phase connecting = UpstreamTrouble::ofConnecting;
    Phase greeting = UpstreamTrouble::ofGreeting;
    Phase tls = UpstreamTrouble::ofTls;
    return Stream.of(
        Arguments.of(connecting, new UnknownHostException(RAW), "4.4.1", "cannot be found"),
        Arguments.of(connecting, new SocketTimeoutException(RAW), "4.4.1", "does not answer"),
        Arguments.of(connecting, new ConnectException(RAW), "4.4.1", "refuses connections"),
        Arguments.of(connecting, new NoRouteToHostException(RAW), "4.4.1", "cannot be reached"),
        Arguments.of(connecting, new IOException(RAW), "4.4.1", "cannot be reached"),
        Arguments.of(greeting, new SocketTimeoutException(RAW), "4.4.2", "said nothing"),
        Arguments.of(greeting, new SocketException(RAW), "4.4.2", "then closed it"),
        Arguments.of(greeting, new EOFException(RAW), "4.4.2", "then closed it"),
        Arguments.of(greeting, new ProtocolException(RAW), "4.4.2", "cannot be understood"),
        Arguments.of(tls, new SocketTimeoutException(RAW), "4.4.2", "said nothing"),
        Arguments.of(tls, new SocketException(RAW), "4.4.2", "broke off while TLS"),
        Arguments.of(tls, new SSLException(RAW), "4.7.5", "No protected connection"),
        Arguments.of(
            tls,
            new SSLHandshakeException(RAW + " Received fatal alert: protocol_version"),
            "4.7.5",
            "only old versions of TLS"),
        Arguments.of(
            tls,
            new SSLHandshakeException(RAW + " protocol version TLS11 is not accepted"),
            "4.7.5",
            "only old versions of TLS"),
        Arguments.of(
            tls, certificate(new CertificateExpiredException(RAW)), "4.7.5", "is not valid today"),
        Arguments.of(
            tls,
            certificate(
                new CertificateException("No subject alternative DNS name matching x, " + RAW)),
            "4.7.5",
            "is not for the name mail.example.tw"),
        Arguments.of(
            tls,
            certificate(new CertificateException(RAW, new CertPathBuilderException(RAW))),
            "4.7.5",
            "comes from an issuer that this computer does not trust"),
        Arguments.of(
            tls,
            certificate(new CertificateException(RAW)),
            "4.7.5",
            "does not prove that it is the right one"));
  }

  private static SSLException certificate(CertificateException cause) {
    return new SSLException(RAW, cause);
  }

  @ParameterizedTest(name = "{1}: {3}")
  @MethodSource("troubles")
  void eachTroubleIsToldInWordsOfOursAndNeverInJavas(
      Phase phase, IOException cause, String code, String words) throws Exception {
    Upstream server =
        new Upstream(
            "mail.example.tw",
            465,
            Upstream.Mode.IMPLICIT,
            TlsClient.of("mail.example.tw", TlsTrust.of(List.of())));
    UpstreamTrouble trouble = phase.apply(server, cause);
    assertThat(trouble.words().english())
        .contains(words, "mail.example.tw")
        .doesNotContain("netty", "failed", "Exception")
        .matches("[ -~]+")
        .hasSizeLessThan(ROOM);
    assertThat(trouble.enhancedCode()).isEqualTo(code);
  }

  @Test
  void whatIsWrongWithThisSideIsNotBlamedOnTheNetwork() throws Exception {
    Phrase words = Phrase.verbatim("This Java cannot do TLS.");
    Upstream server =
        new Upstream("a", 465, Upstream.Mode.IMPLICIT, TlsClient.of("a", TlsTrust.of(List.of())));
    assertThat(UpstreamTrouble.ofTls(server, new TellingIoException(words, new IOException(RAW))))
        .isEqualTo(new UpstreamTrouble("4.3.5", words));
  }
}
