package org.sealpost.inbound;

import java.util.ArrayList;
import java.util.List;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.mime.Entity;
import org.sealpost.smime.SignatureCheck;

/**
 * A mail without its layers of S/MIME, while they are taken off and afterwards. Holds the spools in
 * which plaintext lies until closed. For one thread while it is filled.
 */
final class Peeled implements AutoCloseable {
  private final List<AutoCloseable> held = new ArrayList<>();
  private final List<SignatureCheck> signatures = new ArrayList<>();
  private final List<Phrase> unreadable = new ArrayList<>();
  private final List<Phrase> notes = new ArrayList<>();
  private Entity innermost;
  private int layers;
  private boolean smime;
  private boolean integrity;
  private boolean signedOutside;
  private Encryption encryption = new Encryption.None();
  private boolean asItCame;
  private boolean wrappedMail;
  private boolean compressed;

  Peeled(Entity mail) {
    this.innermost = mail;
  }

  /** What is inside the layers that were taken off: the mail itself if none was. */
  Entity innermost() {
    return innermost;
  }

  int layers() {
    return layers;
  }

  /** Whether the mail is S/MIME at all. */
  boolean isSmime() {
    return smime;
  }

  /** Whether the mail is to be passed on as it came. */
  boolean asItCame() {
    return asItCame || layers == 0;
  }

  /** Of all layers, the outermost first. */
  List<SignatureCheck> signatures() {
    return List.copyOf(signatures);
  }

  /** Why signed layers could not be taken apart, in words. */
  List<Phrase> unreadableSignatures() {
    return List.copyOf(unreadable);
  }

  /** What else the reader is to know, in words. */
  List<Phrase> notes() {
    return List.copyOf(notes);
  }

  Encryption encryption() {
    return encryption;
  }

  /**
   * Whether what is innermost had integrity protection: the last encryption authenticated it, or a
   * signature inside that encryption holds. What lies outside an encryption does not count, because
   * whoever altered the ciphertext could have wrapped it again (EFAIL).
   */
  boolean hasIntegrity() {
    return integrity;
  }

  /** Whether a signature that holds is around an encryption: it is worth what its signer is. */
  boolean isSignedOutside() {
    return signedOutside;
  }

  /**
   * Whether the header of what is innermost is the sender's own: it came out of an encryption or
   * from under a signature that holds.
   */
  boolean hasProtectedHeader() {
    return integrity || encryption instanceof Encryption.Decrypted;
  }

  void recognised() {
    smime = true;
  }

  void tookOff(Entity inside) {
    innermost = inside;
    layers++;
  }

  /** What keeps the innermost readable; it is closed with this. */
  void hold(AutoCloseable holder) {
    held.add(holder);
  }

  void verified(List<SignatureCheck> checks) {
    signatures.addAll(checks);
    integrity |= holds(checks);
  }

  private static boolean holds(List<SignatureCheck> checks) {
    return checks.stream().anyMatch(c -> c.outcome() instanceof SignatureCheck.Outcome.Holds);
  }

  /** A layer of encryption is off. With several, a weak cipher is told before a good one. */
  void decrypted(String cipher, boolean weak, boolean authenticated) {
    signedOutside |= holds(signatures);
    integrity = authenticated;
    boolean told =
        encryption instanceof Encryption.Decrypted(_, boolean toldWeak) && (toldWeak || !weak);
    if (!told) {
      encryption = new Encryption.Decrypted(cipher, weak);
    }
  }

  /** Nothing of the mail is opened: it passes as it came. */
  void encryptionFailed(Phrase reason) {
    encryption = new Encryption.Failed(reason);
    asItCame = true;
  }

  /** There is a signature, and it cannot be checked. */
  void signatureUnreadable(Phrase reason) {
    unreadable.add(reason);
  }

  /** There is a layer of compression that stays, and nobody knows what is inside. */
  void staysCompressed(Phrase reason) {
    compressed = true;
    notes.add(reason);
  }

  boolean isCompressed() {
    return compressed;
  }

  void note(Phrase text) {
    notes.add(text);
  }

  void passAsItCame() {
    asItCame = true;
  }

  /** The innermost wraps a whole mail, which takes its place. */
  void unwrap(Entity message) {
    innermost = message;
    wrappedMail = true;
  }

  /** Whether the innermost is a mail of its own that was wrapped to protect its header. */
  boolean isWrappedMail() {
    return wrappedMail;
  }

  /** Closes all that is held, also where one fails to close. */
  @Override
  public void close() {
    IllegalStateException failure = new IllegalStateException("a spool cannot be closed");
    for (AutoCloseable each : held.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    held.clear();
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
