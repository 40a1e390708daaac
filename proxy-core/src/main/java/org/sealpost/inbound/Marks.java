package org.sealpost.inbound;

import java.util.ArrayList;
import java.util.List;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.inbound.OpenedMail.SignatureFinding;
import org.sealpost.mark.MarkText;
import org.sealpost.mime.HeaderField;

/** Writes what was found as header fields; their grammar is in {@link org.sealpost.mark}. Pure. */
final class Marks {
  /** A mail may carry any number of signatures; the rest is told by the verdict. */
  private static final int MOST_SIGNATURES = 20;

  private Marks() {}

  static List<HeaderField> of(
      Judgement judgement, Encryption encryption, boolean authenticated, List<String> notes) {
    List<HeaderField> fields = new ArrayList<>();
    fields.add(HeaderField.of("X-Sealpost-Verdict", judgement.verdict().token()));
    judgement
        .deciding()
        .map(SignatureFinding::signer)
        .filter(signer -> !signer.isEmpty())
        .ifPresent(
            signer -> fields.add(HeaderField.of("X-Sealpost-Signer", MarkText.safe(signer))));
    judgement.findings().stream().limit(MOST_SIGNATURES).map(Marks::signature).forEach(fields::add);
    fields.add(HeaderField.of("X-Sealpost-Encryption", text(encryption, authenticated)));
    notes.forEach(note -> fields.add(note(note)));
    return fields;
  }

  /** What else the reader is to know. */
  static HeaderField note(String text) {
    return HeaderField.of("X-Sealpost-Note", MarkText.safe(text));
  }

  private static HeaderField signature(SignatureFinding finding) {
    StringBuilder value = new StringBuilder(finding.verdict().token());
    if (!finding.signer().isEmpty()) {
      value.append("; signer=").append(MarkText.quoted(finding.signer()));
    }
    String reason = finding.reason().english();
    if (!reason.isEmpty()) {
      value.append("; reason=").append(MarkText.quoted(reason));
    }
    return HeaderField.of("X-Sealpost-Signature", value.toString());
  }

  private static String text(Encryption encryption, boolean authenticated) {
    return switch (encryption) {
      case Encryption.None() -> "none";
      case Encryption.Failed(String reason) -> "failed; reason=" + MarkText.quoted(reason);
      case Encryption.Decrypted(String cipher, boolean weak) ->
          "decrypted; cipher="
              + MarkText.safe(cipher)
              + "; authenticated="
              + (authenticated ? "yes" : "no")
              + (weak ? "; weak=yes" : "");
    };
  }
}
