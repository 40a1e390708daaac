package org.sealpost.book;

import java.security.cert.X509Certificate;
import org.sealpost.failure.Phrase;
import org.sealpost.smime.Capabilities;

/** What the book says to the wish to encrypt to an address. */
public sealed interface Lookup {
  /**
   * Encrypt to this.
   *
   * @param capabilities what its holder announced last
   */
  record Usable(X509Certificate certificate, Capabilities capabilities) implements Lookup {}

  /**
   * There is none to encrypt to.
   *
   * @param reason why, and what to do, to stand after the address; legible in ASCII when English
   */
  record None(Why why, Phrase reason) implements Lookup {
    /** With a reason that is the same in all languages. */
    public None(Why why, String reason) {
      this(why, Phrase.verbatim(reason));
    }
  }

  /** What is missing. */
  enum Why {
    NOT_AN_ADDRESS,
    UNKNOWN,
    EXPIRED,
    NOT_YET_VALID,
    WEAK,
    NOT_FOR_ENCRYPTION,
    NOT_TRUSTED,
    REVOKED,
    REVOCATION_UNKNOWN,
    DENIED,
    /** A directory has one that leads to no anchor: as good as none, since any CA can make it. */
    NEVER_TRUSTED,
    /** A directory had one that could be used, and there is none any more. */
    WITHDRAWN,
    /** The book has none, and what else could have one could not be asked now. */
    NOT_ASKED;

    /**
     * Whether there is, or was, a certificate that could be used once: to go without it is another
     * thing than never to have had one.
     */
    public boolean isLapsed() {
      return switch (this) {
        case EXPIRED, REVOKED, REVOCATION_UNKNOWN, DENIED, NOT_TRUSTED, WITHDRAWN -> true;
        case NOT_AN_ADDRESS,
            UNKNOWN,
            NOT_YET_VALID,
            WEAK,
            NOT_FOR_ENCRYPTION,
            NEVER_TRUSTED,
            NOT_ASKED ->
            false;
      };
    }

    /** Whether the same lookup may find one soon. */
    public boolean isTemporary() {
      return this == NOT_ASKED;
    }
  }
}
