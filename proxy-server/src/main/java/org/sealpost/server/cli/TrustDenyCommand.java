package org.sealpost.server.cli;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.trust.Decision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealpost trust deny}: the user never trusts one certificate, whoever vouches for it. */
@Command(name = "deny")
final class TrustDenyCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Parameters(paramLabel = "CERT-OR-ADDRESS", descriptionKey = "certificate-or-address")
  private String certificate = "";

  @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "note")
  private String note = "";

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  TrustDenyCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    try (Book book = Book.open(configuration.settings())) {
      X509Certificate chosen = new CertificateChoice(book.finder(), screen).of(certificate);
      Decision decision =
          new Decision(Decision.Kind.DENY, Instant.now(), Optional.empty(), note.strip());
      new DecisionText(screen, json).decide(book.decisions(), chosen, decision);
      if (!json) {
        screen.say("deny.means");
      }
    }
    return 0;
  }
}
