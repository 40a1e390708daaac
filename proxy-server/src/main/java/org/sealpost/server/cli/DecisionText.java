package org.sealpost.server.cli;

import java.security.cert.X509Certificate;
import java.util.Locale;
import org.sealpost.trust.CertificateDoubts;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.Decision;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.decisions.Decisions;

/** Writes a decision down, and says what was decided. */
record DecisionText(Screen screen) {
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
    boolean forMail =
        CertificateUsage.canSign(certificate) || CertificateUsage.canEncrypt(certificate);
    if (!forMail && !(authority && decision.kind() == Decision.Kind.DENY)) {
      throw new CommandFailed(authority ? "allow.authority" : "not-for-mail", name);
    }
    decisions.decide(certificate, decision).ifPresent(this::sayBefore);
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

  private void sayBefore(Decision before) {
    screen.say(
        "decision.before." + before.kind().name().toLowerCase(Locale.ROOT),
        Table.day(before.made()));
  }
}
