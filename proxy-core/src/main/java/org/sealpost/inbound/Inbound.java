package org.sealpost.inbound;

import java.io.IOException;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.policy.Account;

/** Turns a mail from the real server into what the client gets. Thread-safe. */
public interface Inbound {
  /** Whether a mail with this header may be S/MIME and has to be spooled whole. */
  boolean needsOpening(Header header);

  /** The header without fields in our own namespace, which only we may write. */
  Header withoutForgedFields(Header header);

  /**
   * Opens a mail. A failure is temporary: the mail cannot be opened now. What can never be opened
   * comes back as it came, marked.
   *
   * @param mail must stay open as long as the result is used, which may be a view of it
   */
  OpenedMail open(Account account, Content mail) throws IOException, Failure;
}
