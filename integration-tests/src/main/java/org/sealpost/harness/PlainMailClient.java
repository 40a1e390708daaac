package org.sealpost.harness;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A mail client that knows nothing of S/MIME: Jakarta Mail's SMTP and POP3.
 *
 * @param trusted the certificate with which servers are trusted over TLS
 */
public record PlainMailClient(String login, String password, X509Certificate trusted) {

  /** A session in which a mail can be composed. */
  public Session session() {
    Properties properties = new Properties();
    properties.put("mail.smtp.auth", "true");
    properties.put("mail.smtp.localhost", "client.example.test");
    properties.put("mail.smtp.timeout", "120000");
    properties.put("mail.pop3.timeout", "120000");
    properties.put("mail.pop3s.ssl.socketFactory", trusting());
    properties.put("mail.smtps.ssl.socketFactory", trusting());
    properties.put("mail.smtps.auth", "true");
    return Session.getInstance(properties);
  }

  private javax.net.ssl.SSLSocketFactory trusting() {
    try {
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      anchors.setCertificateEntry("ca", trusted);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(anchors);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends to the recipients that the mail names. */
  public void send(ServerAddress server, MimeMessage mail) throws MessagingException {
    String protocol = server.tls().equals("implicit") ? "smtps" : "smtp";
    try (Transport transport = session().getTransport(protocol)) {
      transport.connect(server.host(), server.port(), login, password);
      transport.sendMessage(mail, mail.getAllRecipients());
    }
  }

  /** All mails in the mailbox as the server sends them; they stay there. */
  public List<byte[]> fetchAll(ServerAddress server) throws MessagingException, IOException {
    String protocol = server.tls().equals("implicit") ? "pop3s" : "pop3";
    List<byte[]> mails = new ArrayList<>();
    try (Store store = session().getStore(protocol)) {
      store.connect(server.host(), server.port(), login, password);
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_ONLY);
        for (Message message : inbox.getMessages()) {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          message.writeTo(bytes);
          mails.add(bytes.toByteArray());
        }
      }
    }
    return mails;
  }
}
