package org.sealpost.inbound;

import java.io.IOException;
import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.keys.CardRecipientKeys;
import org.sealpost.mime.Entity;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.Spool;
import org.sealpost.smime.Decompressor;
import org.sealpost.smime.Decryption;
import org.sealpost.smime.Decryptor;
import org.sealpost.smime.Signed;
import org.sealpost.smime.SmimeKind;
import org.sealpost.smime.Verifier;

/**
 * Takes the layers of S/MIME off a mail, in whatever order they come (RFC 8551 §3.7). Only the mail
 * as a whole is a layer's content: an S/MIME part beside other parts of a multipart stays closed,
 * since what is beside it could carry its plaintext away, or pass for signed (covert content).
 * Thread-safe.
 */
final class Peeler {
  /** Three are used in practice: signed, encrypted, signed again. */
  static final int MAX_LAYERS = 6;

  private final Decryptor decryptor;
  private final Verifier verifier;
  private final Decompressor decompressor;
  private final Words words = Words.beside(Peeler.class);

  Peeler(Decryptor decryptor, Verifier verifier, Decompressor decompressor) {
    this.decryptor = decryptor;
    this.verifier = verifier;
    this.decompressor = decompressor;
  }

  /** The caller closes the result. A failure says that the mail cannot be opened now. */
  Peeled peel(Entity mail, CardRecipientKeys keys) throws IOException, Failure {
    Peeled peeled = new Peeled(mail);
    boolean done = false;
    try {
      while (takeOff(peeled, keys)) {}
      headerProtection(peeled).ifPresent(peeled::unwrap);
      done = true;
      return peeled;
    } finally {
      if (!done) {
        peeled.close();
      }
    }
  }

  /** Whether a layer came off, so that there may be another. */
  private boolean takeOff(Peeled peeled, CardRecipientKeys keys) throws IOException, Failure {
    SmimeKind kind = SmimeKind.of(peeled.innermost());
    if (kind == SmimeKind.NONE) {
      return false;
    }
    peeled.recognised();
    if (kind == SmimeKind.CERTIFICATES) {
      return false;
    }
    if (peeled.layers() == MAX_LAYERS) {
      tooDeep(peeled, kind);
      return false;
    }
    return switch (kind) {
      case NONE, CERTIFICATES -> false;
      case ENCRYPTED -> decrypt(peeled, keys);
      case MULTIPART_SIGNED, SIGNED_DATA -> verify(peeled);
      case COMPRESSED -> decompress(peeled);
    };
  }

  private void tooDeep(Peeled peeled, SmimeKind next) {
    Phrase reason = words.phrase("nested-too-deep", MAX_LAYERS);
    boolean encrypted =
        next == SmimeKind.ENCRYPTED || !(peeled.encryption() instanceof Encryption.None);
    if (encrypted) {
      peeled.encryptionFailed(reason);
    } else if (next == SmimeKind.COMPRESSED) {
      peeled.staysCompressed(reason);
    } else {
      peeled.signatureUnreadable(reason);
    }
    peeled.passAsItCame();
  }

  private boolean decrypt(Peeled peeled, CardRecipientKeys keys) throws IOException, Failure {
    switch (decryption(peeled.innermost(), keys)) {
      case Decryption.Decrypted(
              Spool plaintext,
              boolean authenticated,
              String cipher,
              boolean weak) -> {
        peeled.hold(plaintext);
        try {
          peeled.tookOff(Entity.parse(plaintext));
        } catch (MimeException e) {
          peeled.encryptionFailed(words.phrase("damaged", e.words()));
          return false;
        }
        peeled.decrypted(cipher, weak, authenticated);
        return true;
      }
      case Decryption.NotForUs() -> peeled.encryptionFailed(words.phrase("not-for-us"));
      case Decryption.Undecryptable(Phrase reason) -> peeled.encryptionFailed(reason);
    }
    return false;
  }

  /**
   * Tries with the certificates that are known, and only then with those that a PIN has to be given
   * for first. What the card can never do is no reason to keep the mail back; a card that is not
   * there is.
   */
  private Decryption decryption(Entity entity, CardRecipientKeys keys) throws IOException, Failure {
    keys.nextEnvelope();
    try {
      Decryption decryption = decryptor.decrypt(entity, keys);
      while (decryption instanceof Decryption.NotForUs && keys.learn()) {
        keys.nextEnvelope();
        decryption = decryptor.decrypt(entity, keys);
      }
      switch (decryption) {
        case Decryption.Decrypted _ -> {}
        case Decryption.Undecryptable _ -> keys.requireMatching();
        case Decryption.NotForUs() -> keys.requireAll();
      }
      return decryption;
    } catch (Failure e) {
      if (e.temporary()) {
        throw e;
      }
      return new Decryption.Undecryptable(e.words());
    }
  }

  private boolean verify(Peeled peeled) throws IOException {
    try {
      Signed signed = verifier.verify(peeled.innermost());
      peeled.hold(signed);
      peeled.verified(signed.signatures());
      peeled.tookOff(Entity.parse(signed.content()));
      return true;
    } catch (MimeException e) {
      peeled.signatureUnreadable(damage(peeled, e));
      return false;
    }
  }

  private boolean decompress(Peeled peeled) throws IOException {
    try {
      Spool plain = decompressor.decompress(peeled.innermost());
      peeled.hold(plain);
      peeled.tookOff(Entity.parse(plain));
      return true;
    } catch (MimeException e) {
      peeled.staysCompressed(damage(peeled, e));
      return false;
    }
  }

  private Phrase damage(Peeled peeled, MimeException e) {
    return words.phrase(peeled.layers() == 0 ? "damaged" : "damaged-inside", e.words());
  }

  /** RFC 8551 §3.1: a whole mail within the layers, so that its header is protected. */
  private static Optional<Entity> headerProtection(Peeled peeled) {
    Entity inside = peeled.innermost();
    boolean wrapped =
        peeled.hasProtectedHeader()
            && inside.mediaType().equals("message/rfc822")
            && inside.typeParameter("forwarded").filter("no"::equalsIgnoreCase).isPresent();
    return wrapped ? inside.message() : Optional.empty();
  }
}
