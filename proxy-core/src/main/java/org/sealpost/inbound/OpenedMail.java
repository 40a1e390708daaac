package org.sealpost.inbound;

import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.mime.Content;
import org.sealpost.report.SignatureReport;
import org.sealpost.trust.Verdict;

/**
 * A mail as the client gets it, and what was found. The caller closes it.
 *
 * @param mail the whole mail, all lines ending in CRLF
 * @param authenticated whether the plaintext had integrity protection: it came in an authenticated
 *     encryption, a signature that holds is in the encryption, or a trusted one of the sender is
 *     around it
 * @param verdict on the mail as a whole: the worst of its signatures; without any {@link
 *     Verdict.Unsigned}, or {@link Verdict.Unknown} where an encryption or a compression is not
 *     opened
 * @param report all that was found, of a mail that is S/MIME, where reports are made
 */
public record OpenedMail(
    Content mail,
    Encryption encryption,
    boolean authenticated,
    Verdict verdict,
    List<SignatureFinding> signatures,
    Optional<SignatureReport> report,
    Runnable release)
    implements AutoCloseable {
  public OpenedMail {
    signatures = List.copyOf(signatures);
  }

  /** One without a report. */
  public OpenedMail(
      Content mail,
      Encryption encryption,
      boolean authenticated,
      Verdict verdict,
      List<SignatureFinding> signatures,
      Runnable release) {
    this(mail, encryption, authenticated, verdict, signatures, Optional.empty(), release);
  }

  /** How the mail was encrypted. */
  public sealed interface Encryption {
    /** It was not. */
    record None() implements Encryption {}

    /** It was, and is opened. */
    record Decrypted(String cipher, boolean weak) implements Encryption {}

    /** It is, and can never be opened here. */
    record Failed(Phrase reason) implements Encryption {}
  }

  /**
   * One signature.
   *
   * @param signer the subject or address of its certificate, or empty
   * @param reason why the verdict is what it is; may be empty
   */
  public record SignatureFinding(Verdict verdict, String signer, Phrase reason) {}

  @Override
  public void close() {
    release.run();
  }
}
