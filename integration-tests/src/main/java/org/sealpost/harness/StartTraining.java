package org.sealpost.harness;

import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sealpost.harness.Installation.Setup;

/** Shows Java what a proxy loads: one starts, sends a mail, fetches it, and ends. */
final class StartTraining {
  private static final String ADDRESS = "ming@example.test";
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private StartTraining() {}

  /** Argument: the file to write the cache to. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("sealpost-training");
    boolean made;
    try {
      made = train(folder, arguments[0]);
    } finally {
      delete(folder);
    }
    System.exit(made ? 0 : 1);
  }

  private static boolean train(Path folder, String cache) throws Exception {
    Authority authority = new Authority("Training CA");
    Person person = authority.person("Ming", ADDRESS);
    try (EmbeddedMailServer server = new EmbeddedMailServer(authority, folder, "implicit")) {
      server.addUser(ADDRESS, ADDRESS, "secret");
      Setup setup =
          Setup.of(person, ADDRESS, server.smtp(), server.pop3())
              .with(List.of("-Xmx64m", "-XX:AOTCacheOutput=" + cache));
      try (Installation side = Installation.create(folder.resolve("ming"), setup)) {
        side.start();
        Path certificate = folder.resolve("ming.pem");
        Authority.writePem(person.encryption(), certificate);
        side.run("book", "import", certificate.toString());
        sendAndFetch(authority, side);
        return side.proxy().end(LIMIT);
      }
    }
  }

  private static void sendAndFetch(Authority authority, Installation side) throws Exception {
    PlainMailClient client = new PlainMailClient(ADDRESS, "secret", authority.certificate());
    MimeMessage mail = new MimeMessage(client.session());
    mail.setFrom(ADDRESS);
    mail.setRecipients(Message.RecipientType.TO, ADDRESS);
    mail.setSubject("training");
    mail.setText("hello");
    mail.saveChanges();
    client.send(new ServerAddress("127.0.0.1", side.smtpPort(), "none"), mail);
    if (client.fetchAll(new ServerAddress("127.0.0.1", side.pop3Port(), "none")).size() != 1) {
      throw new IOException("the mail did not come back");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
