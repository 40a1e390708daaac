package org.sealpost.server.setup.find;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A mail server on loopback that greets and tells what it can do, over TLS from the start. */
public final class MailStandIn implements AutoCloseable {
  private final MailProtocol protocol;
  private final String logins;
  private final ServerSocket socket;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private MailStandIn(MailProtocol protocol, String logins, ServerSocket socket) {
    this.protocol = protocol;
    this.logins = logins;
    this.socket = socket;
    Thread.ofVirtual().start(this::accept);
  }

  /**
   * A server's key and certificate.
   *
   * @param authority who issued it
   */
  public record Identity(KeyPair keys, X509Certificate certificate, X509Certificate authority) {
    /** By an authority of its own, for a name, until a time. */
    public static Identity of(String name, Instant until) throws Exception {
      KeyPair authorityKeys = newKeys();
      X500Name issuer = new X500Name("CN=Authority of " + name);
      X509Certificate authority =
          signed(
              builder(issuer, issuer, authorityKeys, Instant.now().plus(Duration.ofDays(30)))
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)),
              authorityKeys);
      KeyPair keys = newKeys();
      X509Certificate certificate =
          signed(
              builder(issuer, new X500Name("CN=" + name), keys, until)
                  .addExtension(
                      Extension.subjectAlternativeName,
                      false,
                      new GeneralNames(new GeneralName(GeneralName.dNSName, name))),
              authorityKeys);
      return new Identity(keys, certificate, authority);
    }

    private static KeyPair newKeys() throws Exception {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    }

    private static JcaX509v3CertificateBuilder builder(
        X500Name issuer, X500Name subject, KeyPair keys, Instant until) {
      return new JcaX509v3CertificateBuilder(
          issuer,
          BigInteger.valueOf(System.nanoTime()),
          Date.from(Instant.now().minus(Duration.ofDays(20))),
          Date.from(until),
          subject,
          keys.getPublic());
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair issuer)
        throws Exception {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
    }

    /** One that is valid for localhost. */
    public static Identity good() throws Exception {
      return of("localhost", Instant.now().plus(Duration.ofDays(20)));
    }

    /** The authority's certificate as a file to trust. */
    public Path writeTo(Path file) throws IOException {
      StringWriter text = new StringWriter();
      try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
        pem.writeObject(authority);
      }
      return Files.writeString(file, text.toString());
    }

    private ServerSocket listen() throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("it", keys.getPrivate(), new char[0], new Certificate[] {certificate});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context
          .getServerSocketFactory()
          .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }
  }

  /** One that offers these ways to log in. */
  public static MailStandIn of(MailProtocol protocol, Identity identity, String logins)
      throws Exception {
    return new MailStandIn(protocol, logins, identity.listen());
  }

  /** One without TLS, and without STARTTLS. */
  public static MailStandIn inTheClear(MailProtocol protocol) throws IOException {
    return new MailStandIn(
        protocol, "PLAIN", new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
  }

  /** All lines that clients have said. */
  public String heard() {
    return String.join("\n", heard);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** How a client that trusts the certificate reaches it. */
  public String written(String way) {
    return "localhost:" + port() + "/" + way;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // Closed, or a client that was not content with the certificate.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
      OutputStream out = client.getOutputStream();
      boolean smtp = protocol == MailProtocol.SMTP;
      out.write((smtp ? "220 mail.example.tw ESMTP\r\n" : "+OK ready\r\n").getBytes(US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        heard.add(line);
        out.write(answer(line, smtp).getBytes(US_ASCII));
        out.flush();
      }
    } catch (IOException _) {
      // The client is gone.
    }
  }

  private String answer(String line, boolean smtp) {
    if (line.startsWith("EHLO")) {
      return "250-mail.example.tw\r\n250 AUTH " + logins + "\r\n";
    }
    if (line.startsWith("CAPA")) {
      return "+OK\r\nSASL " + logins + "\r\nUIDL\r\n.\r\n";
    }
    if (line.startsWith("AUTH PLAIN ")) {
      String said = new String(Base64.getDecoder().decode(line.substring(11)), US_ASCII);
      boolean right = said.endsWith("\0secret");
      return smtp
          ? (right ? "235 welcome\r\n" : "535 5.7.8 who are you?\r\n")
          : (right ? "+OK welcome\r\n" : "-ERR [AUTH] who are you?\r\n");
    }
    return smtp ? "221 bye\r\n" : "+OK bye\r\n";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
