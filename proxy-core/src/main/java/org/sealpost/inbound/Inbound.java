package org.sealpost.inbound;

import java.io.IOException;
import java.io.OutputStream;
import org.sealpost.failure.Failure;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.policy.Account;

/** Turns a mail from the real server into what the client gets. Thread-safe. */
public interface Inbound {
  /** Whether a mail with this header may be S/MIME and has to be spooled whole. */
  boolean needsOpening(Header header);

  /** The header without anything by which a sender could pretend to be us. */
  Header withoutForgedFields(Header header);

  /** As {@link #withoutForgedFields}, for a header of any size. */
  default HeaderSieve sieve(OutputStream target) {
    return new HeaderSieve(target, new ForgedMarks());
  }

  /**
   * What a mail's body is written to that needs no opening, so that mails within it lose what is
   * forged.
   *
   * @param content the fields that describe the body
   */
  NestedSieve nestedSieve(Header content, OutputStream target) throws IOException;

  /**
   * Opens a mail. A failure is temporary: the mail cannot be opened now. What can never be opened
   * comes back as it came, marked.
   *
   * @param mail must stay open as long as the result is used, which may be a view of it
   */
  OpenedMail open(Account account, Content mail) throws IOException, Failure;
}
