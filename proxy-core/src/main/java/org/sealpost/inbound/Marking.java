package org.sealpost.inbound;

import java.util.Locale;
import java.util.Optional;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mark.SealWord;
import org.sealpost.mark.SubjectMark;

/**
 * How opened mails are marked, and by what forged marks are known. Immutable.
 *
 * @param forged takes forged marks from what arrives
 * @param subject the mark before a subject, where there is to be one
 */
public record Marking(ForgedMarks forged, Optional<SubjectMark> subject) {
  /** By header fields alone, as for mails that are written to files: no client lists them. */
  public static Marking byFieldsOnly() {
    return new Marking(new ForgedMarks(), Optional.empty());
  }

  /**
   * As the settings have it.
   *
   * @param subjects whether subjects are marked; the seal word is kept from being forged in any
   *     case
   */
  public static Marking with(SealWord word, Locale language, boolean subjects) {
    return new Marking(
        new ForgedMarks(),
        subjects ? Optional.of(new SubjectMark(word, language)) : Optional.empty());
  }
}
