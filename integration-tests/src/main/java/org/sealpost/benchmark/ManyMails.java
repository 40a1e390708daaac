package org.sealpost.benchmark;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;

/** Mails of 10 KB, one after the other, with and without Sealpost in between. */
final class ManyMails {
  private static final String ADDRESS = "ming@example.test";
  private static final String PLAIN = "plain@example.test";
  private static final String PASSWORD = "secret";
  private static final int WARM_UP = 300;

  private final Path folder;
  private final PrintStream out;

  ManyMails(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  void run(int count) throws Exception {
    Authority authority = new Authority("Benchmark CA");
    Person person = authority.person("Ming", ADDRESS);
    byte[] mail = mail(10_000);
    try (EmbeddedMailServer server = new EmbeddedMailServer(authority, folder, "none")) {
      server.addUser(ADDRESS, ADDRESS, PASSWORD);
      server.addUser(PLAIN, PLAIN, PASSWORD);
      Setup setup =
          Setup.of(person, ADDRESS, server.smtp(), server.pop3(), "policy.encrypt = required")
              .toMeasure();
      try (Installation side = Installation.create(folder.resolve("many"), setup)) {
        side.start();
        Path certificate = folder.resolve("many.pem");
        Authority.writePem(person.encryption(), certificate);
        side.run("book", "import", certificate.toString());
        first(side, mail);
        heading();
        Latencies direct = send(server.smtp().port(), PLAIN, mail, count);
        Latencies proxied = send(side.smtpPort(), ADDRESS, mail, count);
        row("send, straight to the server", direct, direct);
        row("send, signed and encrypted", proxied, direct);
        Latencies straight = fetch(server.pop3().port(), PLAIN, count);
        row("fetch, straight from the server", straight, straight);
        Latencies raw = fetch(server.pop3().port(), ADDRESS, count);
        Latencies opened = fetch(side.pop3Port(), ADDRESS, count);
        row("fetch encrypted, straight", raw, raw);
        row("fetch, opened and verified", opened, raw);
        out.printf("proxy, peak resident: %d MiB%n%n", Memory.peakMebibytes(side.proxy().pid()));
      }
    }
  }

  /** The first of all after a start, when nothing is loaded or compiled yet. */
  private void first(Installation side, byte[] mail) throws Exception {
    Latencies sent;
    try (SmtpConnection connection = new SmtpConnection(side.smtpPort(), ADDRESS, PASSWORD)) {
      sent = Latencies.measure(0, 1, _ -> connection.send(ADDRESS, ADDRESS, mail));
    }
    Latencies fetched;
    try (Pop3Connection connection = new Pop3Connection(side.pop3Port(), ADDRESS, PASSWORD)) {
      fetched = Latencies.measure(0, 1, _ -> connection.retrieve(1));
    }
    out.printf(
        "%nThe first mail of 10 KB after a start: sent in %.0f ms, fetched in %.0f ms%n",
        sent.percentileMillis(50), fetched.percentileMillis(50));
  }

  private static Latencies send(int port, String to, byte[] mail, int count) throws Exception {
    try (SmtpConnection connection = new SmtpConnection(port, ADDRESS, PASSWORD)) {
      return Latencies.measure(WARM_UP, count, _ -> connection.send(ADDRESS, to, mail));
    }
  }

  private static Latencies fetch(int port, String login, int count) throws Exception {
    try (Pop3Connection connection = new Pop3Connection(port, login, PASSWORD)) {
      return Latencies.measure(WARM_UP, count, number -> connection.retrieve(number + 1));
    }
  }

  private void heading() {
    out.printf("%nMails of 10 KB, one connection, one after the other%n");
    out.printf(
        "%-34s %9s %9s %9s %12s %12s%n",
        "", "mails/s", "p50 ms", "p99 ms", "added p50", "added p99");
  }

  private void row(String name, Latencies measured, Latencies baseline) {
    out.printf(
        "%-34s %9.0f %9.2f %9.2f %12.2f %12.2f%n",
        name,
        measured.perSecond(),
        measured.percentileMillis(50),
        measured.percentileMillis(99),
        measured.percentileMillis(50) - baseline.percentileMillis(50),
        measured.percentileMillis(99) - baseline.percentileMillis(99));
  }

  /** A mail whose body is base64 text of about this size. */
  static byte[] mail(int size) {
    byte[] noise = new byte[size / 4 * 3 * 76 / 78];
    new Random(1).nextBytes(noise);
    String body = Base64.getMimeEncoder().encodeToString(noise);
    String mail =
        """
        From: <%1$s>
        To: <%1$s>
        Subject: benchmark
        MIME-Version: 1.0
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64

        """
            .formatted(ADDRESS)
            .replace("\n", "\r\n");
    return (mail + body + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
