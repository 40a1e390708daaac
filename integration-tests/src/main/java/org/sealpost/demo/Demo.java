package org.sealpost.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sealpost.demo.Columns.Column;
import org.sealpost.demo.RoundTrip.Check;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Person;

/** The demo's story as it is told on the terminal. */
final class Demo {
  private static final int LINES_SHOWN = 26;

  private final PrintStream out;
  private final int terminalWidth;

  Demo(PrintStream out, int terminalWidth) {
    this.out = out;
    this.terminalWidth = terminalWidth;
  }

  /** Sends one mail around and looks at it. True if all held. */
  boolean play(DemoStage stage, Optional<Path> results) throws Exception {
    out.println("Sealpost demo: 王小明 writes to Alice Chen, each behind a Sealpost of their own.");
    out.println("  starting a mail server, two card agents and two proxies …");
    stage.start();
    out.println("  sending with a plain SMTP client, fetching with a plain POP3 client …");
    out.println();
    RoundTrip trip = RoundTrip.run(stage);
    if (results.isPresent()) {
      write(results.get(), stage, trip);
    }
    show(trip);
    return report(trip.checks());
  }

  private void show(RoundTrip trip) {
    new Columns(terminalWidth, 3)
        .print(
            out,
            List.of(
                new Column("What the sender's client wrote", beginning(trip.written())),
                new Column("What the mail server saw", beginning(trip.wire())),
                new Column("What the recipient's client got", beginning(trip.opened()))));
    out.println();
  }

  private static List<String> beginning(byte[] mail) {
    List<String> lines =
        new String(mail, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("Received:") && !line.startsWith("Return-Path:"))
            .filter(line -> !line.startsWith("\tby ") && !line.startsWith("\tfor "))
            .toList();
    return lines.size() <= LINES_SHOWN
        ? lines
        : java.util.stream.Stream.concat(
                lines.stream().limit(LINES_SHOWN),
                java.util.stream.Stream.of(
                    "… and %,d more lines".formatted(lines.size() - LINES_SHOWN)))
            .toList();
  }

  private boolean report(List<Check> checks) {
    for (Check check : checks) {
      out.println((check.held() ? "  ok      " : "  FAILED  ") + check.what());
    }
    out.println();
    return checks.stream().allMatch(Check::held);
  }

  /** What an outside judge needs to look for itself. */
  private static void write(Path folder, DemoStage stage, RoundTrip trip) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("written.eml"), trip.written());
    Files.write(folder.resolve("wire.eml"), trip.wire());
    Files.write(folder.resolve("opened.eml"), trip.opened());
    Authority.writePem(stage.authority.certificate(), folder.resolve("ca.pem"));
    char[] password = DemoStage.CARD_PASSWORD.toCharArray();
    stage.sender.writeCard(folder.resolve("sender.p12"), password);
    stage.recipient.writeCard(folder.resolve("recipient.p12"), password);
  }

  /** How a real client is pointed at what is running. */
  void invite(DemoStage stage) {
    out.println("Now point any mail client at it; all of it lives until you press Ctrl-C.");
    out.println();
    invite(stage.sender, stage.senderSide);
    invite(stage.recipient, stage.recipientSide);
    out.printf(
        "  without Sealpost, the mail server itself (TLS): SMTP 127.0.0.1:%d, POP3 127.0.0.1:%d%n",
        stage.server.smtp().port(), stage.server.pop3().port());
    out.println("  The cards are files; their PIN \"demo\" is typed by a stand-in for pinentry.");
    out.println();
    out.printf(
        "  For example:  curl --user %s:%s pop3://127.0.0.1:%d/1%n",
        stage.recipient.address(), DemoStage.MAIL_PASSWORD, stage.recipientSide.pop3Port());
    out.flush();
  }

  private void invite(Person person, Installation side) {
    out.printf("  %s <%s>%n", person.name(), person.address());
    out.printf("    SMTP 127.0.0.1:%d, POP3 127.0.0.1:%d%n", side.smtpPort(), side.pop3Port());
    out.printf(
        "    user name %s, password %s, STARTTLS or no TLS%n",
        person.address(), DemoStage.MAIL_PASSWORD);
    out.printf("    configuration %s%n", side.configuration());
  }
}
