package org.sealpost.inbound;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.inbound.OpenedMail.SignatureFinding;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mark.MarkState;
import org.sealpost.mark.MarkText;
import org.sealpost.mark.SubjectMark;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.trust.Verdict;

/** Writes what was found as header fields; their grammar is in {@link org.sealpost.mark}. Pure. */
final class Marks {
  /** A mail may carry any number of signatures; the rest is told by the verdict. */
  private static final int MOST_SIGNATURES = 20;

  private Marks() {}

  static List<HeaderField> of(
      Judgement judgement, Encryption encryption, boolean authenticated, List<Phrase> notes) {
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

  /** All that is said of a mail that was S/MIME. */
  static MailMarks all(
      Optional<SubjectMark> mark,
      Judgement judgement,
      Encryption encryption,
      boolean authenticated,
      List<Phrase> notes) {
    List<HeaderField> fields = of(judgement, encryption, authenticated, notes);
    fields.add(AuthenticationResults.of(judgement));
    List<MarkState> states = states(judgement.verdict(), encryption, authenticated);
    return new MailMarks(fields, mark.filter(_ -> !states.isEmpty()).map(it -> it.text(states)));
  }

  /** What the mark before the subject says; nothing of what was neither signed nor encrypted. */
  static List<MarkState> states(Verdict verdict, Encryption encryption, boolean authenticated) {
    List<MarkState> states = new ArrayList<>();
    switch (verdict) {
      case Verdict.Valid _ -> states.add(MarkState.VALID);
      case Verdict.TrustedByYou _ -> states.add(MarkState.TRUSTED_BY_YOU);
      case Verdict.Unchecked _ -> states.add(MarkState.UNCHECKED);
      case Verdict.NotTheSender _ -> states.add(MarkState.NOT_THE_SENDER);
      case Verdict.Untrusted _ -> states.add(MarkState.UNTRUSTED);
      case Verdict.Invalid _ -> states.add(MarkState.INVALID);
      case Verdict.Unsigned(), Verdict.Unknown() -> {}
    }
    switch (encryption) {
      case Encryption.None() -> {}
      case Encryption.Failed _ -> states.add(MarkState.NOT_OPENED);
      case Encryption.Decrypted _ ->
          states.add(authenticated ? MarkState.ENCRYPTED : MarkState.ALTERABLE);
    }
    return states;
  }

  /** Whether a field that people see lost something that looked like a mark. */
  static boolean isTaken(HeaderField field, Optional<HeaderField> clean) {
    return !field.name().isEmpty()
        && clean.filter(it -> it == field).isEmpty()
        && ForgedMarks.isShown(field);
  }

  /** As of a header, by its fields that people see. */
  static boolean isTaken(Header header, Header clean) {
    return !shown(header).equals(shown(clean));
  }

  private static List<HeaderField> shown(Header header) {
    return header.fields().stream().filter(ForgedMarks::isShown).toList();
  }

  /** What is said where something was taken. */
  static Phrase taken() {
    return Words.beside(Marks.class).phrase("mark-taken-out");
  }

  /** What else the reader is to know. */
  static HeaderField note(Phrase text) {
    return HeaderField.of("X-Sealpost-Note", MarkText.safe(text.english()));
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
      case Encryption.Failed(Phrase reason) ->
          "failed; reason=" + MarkText.quoted(reason.english());
      case Encryption.Decrypted(String cipher, boolean weak) ->
          "decrypted; cipher="
              + MarkText.safe(cipher)
              + "; authenticated="
              + (authenticated ? "yes" : "no")
              + (weak ? "; weak=yes" : "");
    };
  }
}
