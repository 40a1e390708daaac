package org.sealpost.server.cli;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.trust.CertificateDoubts;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.Decision;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.VerdictWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealpost trust allow}: the user trusts one certificate, whatever its path. */
@Command(name = "allow")
final class TrustAllowCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Parameters(paramLabel = "CERT-OR-ADDRESS", descriptionKey = "certificate-or-address")
  private String certificate = "";

  @Option(names = "--until", paramLabel = "DATE")
  private Optional<LastDay> until = Optional.empty();

  @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "note")
  private String note = "";

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  TrustAllowCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    try (Book book = Book.open(configuration.settings())) {
      X509Certificate chosen = new CertificateChoice(book.finder(), screen).of(certificate);
      Instant now = Instant.now();
      Decision decision =
          new Decision(
              Decision.Kind.ALLOW,
              now,
              until.map(last -> last.end(ZoneId.systemDefault())),
              note.strip());
      new DecisionText(screen, json).decide(book.decisions(), chosen, decision);
      if (!json && CertificateUsage.canSign(chosen)) {
        screen.say("allow.signs");
      }
      if (!json && CertificateUsage.canEncrypt(chosen)) {
        screen.say("allow.encrypts");
      }
      for (PathProblem doubt : CertificateDoubts.of(chosen, now)) {
        screen.note(VerdictWords.problem(doubt).in(screen.language()));
      }
      if (!json) {
        screen.say("allow.compare");
      }
    }
    return 0;
  }
}
