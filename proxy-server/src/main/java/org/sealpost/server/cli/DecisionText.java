package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.server.OwnWord;
import org.sealpost.trust.CertificateDoubts;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Decision;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.decisions.Decisions;

/** Writes a decision down, and says what was decided. */
record DecisionText(Screen screen, boolean json) {
  /**
   * Decides.
   *
   * @throws CommandFailed if the decision could never count: nobody signs with the certificate, and
   *     nobody encrypts to it
   */
  void decide(Decisions decisions, X509Certificate certificate, Decision decision)
      throws CommandFailed {
    String kind = decision.kind().name().toLowerCase(Locale.ROOT);
    String name = CertificateNames.displayName(certificate);
    boolean authority = CertificateDoubts.isAuthority(certificate);
    if (!OwnWord.decidable(certificate).contains(decision.kind())) {
      throw new CommandFailed(authority ? "allow.authority" : "not-for-mail", name);
    }
    Optional<Decision> before = decisions.decide(certificate, decision);
    if (json) {
      Json.printArray(screen.out(), List.of(object(certificate, decision, before)));
      return;
    }
    before.ifPresent(this::sayBefore);
    screen.say(kind + ".done", name);
    CertificateText.print(screen, certificate);
    decision.until().ifPresent(until -> screen.say("decision.until", Table.day(until)));
    if (!decision.note().isEmpty()) {
      screen.say("decision.note", PlainText.of(decision.note()));
    }
    if (authority) {
      screen.say(kind + ".of-authority");
    }
  }

  private static JsonObject object(
      X509Certificate certificate, Decision decision, Optional<Decision> before) {
    JsonObject object = TrustListCommand.object(certificate, decision, decision.made());
    before.ifPresent(it -> object.addProperty("before", it.kind().name().toLowerCase(Locale.ROOT)));
    return object;
  }

  private void sayBefore(Decision before) {
    screen.say(
        "decision.before." + before.kind().name().toLowerCase(Locale.ROOT),
        Table.day(before.made()));
  }
}
