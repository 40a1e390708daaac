package org.sealpost.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * What a certificate authority has on the web, on loopback: lists under any name, each made when it
 * is asked for, and an OCSP responder. Thread-safe.
 */
public final class RevocationServer implements AutoCloseable {
  /** On hold, in {@link #revoke}. */
  public static final int ON_HOLD = CRLReason.certificateHold;

  /** The key may be in wrong hands, in {@link #revoke}. */
  public static final int KEY_COMPROMISE = CRLReason.keyCompromise;

  private final Authority authority;
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
  private final Map<BigInteger, Revocation> revoked = new ConcurrentHashMap<>();
  private final Set<String> down = ConcurrentHashMap.newKeySet();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong number = new AtomicLong();

  private record Revocation(Date since, int reason) {}

  public RevocationServer(Authority authority) throws IOException {
    this.authority = authority;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where something is; lists end with {@code .crl}, the responder is {@code /ocsp}. */
  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** From now on the certificate is revoked, with a reason of RFC 5280 §5.3.1. */
  public void revoke(X509Certificate certificate, int reason) {
    Date since = Date.from(Instant.now());
    revoked.put(certificate.getSerialNumber(), new Revocation(since, reason));
  }

  /** From now on it is not. */
  public void release(X509Certificate certificate) {
    revoked.remove(certificate.getSerialNumber());
  }

  /** From now on that path gives an error. */
  public void takeDown(String path) {
    down.add(path);
  }

  /** From now on it does not. */
  public void bringBack(String path) {
    down.remove(path);
  }

  /** The paths that were asked for, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(path);
      if (down.contains(path)) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      byte[] answer = answer(path, exchange.getRequestBody().readAllBytes());
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private byte[] answer(String path, byte[] request) throws IOException {
    try {
      return switch (path) {
        case "/ocsp" -> ocsp(new OCSPReq(request));
        case "/issuer.cer" -> authority.certificate().getEncoded();
        default -> list();
      };
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** The list as it is now, in DER. */
  public byte[] list() throws Exception {
    Instant now = Instant.now();
    JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(authority.certificate(), Date.from(now));
    builder.setNextUpdate(Date.from(now.plus(Duration.ofDays(1))));
    revoked.forEach(
        (serial, revocation) ->
            builder.addCRLEntry(serial, revocation.since(), revocation.reason()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.keys().getPublic()));
    builder.addExtension(
        Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number.incrementAndGet())));
    return builder.build(signer()).getEncoded();
  }

  private byte[] ocsp(OCSPReq request) throws Exception {
    DigestCalculator sha1 = new JcaDigestCalculatorProviderBuilder().build().get(RespID.HASH_SHA1);
    BasicOCSPRespBuilder builder =
        new BasicOCSPRespBuilder(
            SubjectPublicKeyInfo.getInstance(authority.keys().getPublic().getEncoded()), sha1);
    Instant now = Instant.now();
    for (Req each : request.getRequestList()) {
      builder.addResponse(
          each.getCertID(),
          status(each.getCertID().getSerialNumber()),
          Date.from(now),
          Date.from(now.plus(Duration.ofHours(1))));
    }
    return new OCSPRespBuilder()
        .build(
            OCSPRespBuilder.SUCCESSFUL,
            builder.build(signer(), new X509CertificateHolder[0], Date.from(now)))
        .getEncoded();
  }

  private CertificateStatus status(BigInteger serial) {
    Revocation revocation = revoked.get(serial);
    return revocation == null
        ? CertificateStatus.GOOD
        : new RevokedStatus(revocation.since(), revocation.reason());
  }

  private ContentSigner signer() throws Exception {
    return new JcaContentSignerBuilder("SHA256withRSA").build(authority.keys().getPrivate());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
