package org.sealpost.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.microsoft.playwright.Page;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Authority.Sources;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.RevocationServer;
import org.sealpost.harness.ServerAddress;

/**
 * The pages of someone who has received mails of several verdicts, signed by openssl, and has sent
 * mails that left and mails that were refused. Mei's certificate comes from a CA below the
 * anchor's.
 */
final class MailsStage implements AutoCloseable {
  final ConsoleStage console;
  final Person mei;
  private final RevocationServer rootWeb;
  private final RevocationServer web;
  private final Authority below;
  private final Path folder;
  private int delivered;

  private MailsStage(Path folder, ConsoleStage console) throws Exception {
    this.folder = folder;
    this.console = console;
    this.rootWeb = new RevocationServer(console.authority);
    this.below = console.authority.below("Mail CA", Sources.list(rootWeb.at("/below.crl")));
    this.web = new RevocationServer(below);
    this.mei = below.personWithOneKey("林美", "mei@example.test", Sources.list(web.at("/mei.crl")));
  }

  /** Skips the test without a browser or openssl. */
  static MailsStage start(Path folder) throws Exception {
    Programs.need("openssl");
    return new MailsStage(
        folder, ConsoleStage.start(folder, "policy.encrypt = required", "trust.patience = 30s"));
  }

  /** Receives one mail of each kind; Mei can be encrypted to from then on. */
  void receive() throws Exception {
    receive(signed("valid", mei, mei.address()));
    receive(altered(signed("altered", mei, mei.address())));
    receive(signed("other", mei, "boss@example.test"));
    Authority strangers = new Authority("Stranger CA");
    receive(signed("stranger", strangers.person("Sam", "sam@example.test"), "sam@example.test"));
    receiveUnchecked("unchecked", "una");
  }

  /** Receives a mail of someone whose revocation list cannot be had. */
  void receiveUnchecked(String id, String name) throws Exception {
    Person person =
        console.authority.person(name, name + "@example.test", Sources.list(listOf(name)));
    rootWeb.takeDown(listOf(name).getPath());
    receive(signed(id, person, person.address()));
  }

  /** From now on that list can be had. */
  void bringBackListOf(String name) {
    rootWeb.bringBack(listOf(name).getPath());
  }

  private URI listOf(String name) {
    return rootWeb.at("/" + name + ".crl");
  }

  private static byte[] altered(byte[] mail) {
    return new String(mail, ISO_8859_1).replace("the mail", "the bill").getBytes(ISO_8859_1);
  }

  /** Puts a mail into Ming's mailbox and fetches it through the proxy. */
  void receive(byte[] mail) throws Exception {
    String address = console.ming.address();
    console.server.deliver(address, mail);
    delivered++;
    try (LineClient client = new LineClient(console.installation.pop3Port())) {
      client.line("");
      client.line("USER " + address);
      client.line("PASS " + ConsoleStage.PASSWORD);
      client.multiLine("RETR " + delivered);
      client.line("QUIT");
    }
  }

  /** A mail as openssl signs it; its Message-ID is the id at example.test. */
  byte[] signed(String id, Person person, String from) throws Exception {
    return signed(id, "Content-Type: text/plain\r\n\r\nthe mail " + id + "\r\n", person, from);
  }

  byte[] signed(String id, String entity, Person person, String from) throws Exception {
    Path content = Files.writeString(folder.resolve("content"), entity);
    Path key =
        Files.writeString(
            folder.resolve("key"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                    .encodeToString(person.signingKey().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    Path output = folder.resolve("signed.eml");
    List<String> command = new ArrayList<>(List.of("openssl", "cms", "-sign"));
    command.addAll(List.of("-in", content.toString(), "-out", output.toString()));
    command.addAll(List.of("-signer", pem("signer", person)));
    command.addAll(List.of("-certfile", issuer().toString(), "-inkey", key.toString()));
    command.addAll(List.of("-from", from, "-to", console.ming.address(), "-subject", id));
    Programs.run(command).succeeds();
    String text = Files.readString(output, ISO_8859_1).replaceAll("\r?\n", "\r\n");
    return ("Message-ID: <" + id + "@example.test>\r\n" + text).getBytes(ISO_8859_1);
  }

  private Path issuer() throws Exception {
    Path file = folder.resolve("below.pem");
    Authority.writePem(below.certificate(), file);
    return file;
  }

  private String pem(String name, Person person) throws Exception {
    Path file = folder.resolve(name + ".pem");
    Authority.writePem(person.signing(), file);
    return file.toString();
  }

  /** A mail encrypted to Ming as openssl does. */
  Path encrypted(String entity, String... options) throws Exception {
    Path content = Files.writeString(folder.resolve("plain"), entity, StandardCharsets.UTF_8);
    Path recipient = folder.resolve("ming.pem");
    Authority.writePem(console.ming.encryption(), recipient);
    Path output = folder.resolve("encrypted.eml");
    List<String> command = new ArrayList<>(List.of("openssl", "cms", "-encrypt"));
    command.addAll(List.of(options));
    command.addAll(List.of("-in", content.toString(), "-out", output.toString()));
    command.addAll(List.of("-from", "mei@example.test", "-to", console.ming.address()));
    command.addAll(List.of("-subject", "encrypted", recipient.toString()));
    Programs.run(command).succeeds();
    return output;
  }

  /** Sends through the proxy. */
  void send(String id, String... recipients) throws MessagingException {
    sendFrom(console.ming.address(), id, recipients);
  }

  private void sendFrom(String from, String id, String... recipients) throws MessagingException {
    PlainMailClient client =
        new PlainMailClient(
            console.ming.address(), ConsoleStage.PASSWORD, console.authority.certificate());
    MimeMessage mail =
        new MimeMessage(client.session()) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@example.test>");
          }
        };
    mail.setFrom(from);
    mail.setRecipients(MimeMessage.RecipientType.TO, String.join(",", recipients));
    mail.setSubject(id);
    mail.setText("hello");
    mail.saveChanges();
    client.send(new ServerAddress("127.0.0.1", console.installation.smtpPort(), "none"), mail);
  }

  /** Sends one from an address that is not this user's. */
  void sendAsSomeoneElse(String id, String recipient) {
    assertThat(
            catchThrowableOfType(
                MessagingException.class, () -> sendFrom("boss@example.test", id, recipient)))
        .as("the refusal of " + id)
        .isNotNull();
  }

  /** The same, of a mail that is refused. */
  void sendInVain(String id, String... recipients) {
    assertThat(catchThrowableOfType(MessagingException.class, () -> send(id, recipients)))
        .as("the refusal of " + id)
        .isNotNull();
  }

  /** What comes back, header and body, for a GET with the page's cookies that no page makes. */
  static String ask(Page page, String path) throws IOException {
    URI uri = URI.create(page.url());
    String cookies =
        page.context().cookies().stream()
            .map(cookie -> cookie.name + "=" + cookie.value)
            .collect(Collectors.joining("; "));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nConnection: close\r\n\r\n"
              .formatted(path, uri.getAuthority(), cookies);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Override
  public void close() {
    console.close();
    web.close();
    rootWeb.close();
  }
}
