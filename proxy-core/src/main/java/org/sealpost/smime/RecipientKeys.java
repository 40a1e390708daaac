package org.sealpost.smime;

import java.util.Optional;
import org.bouncycastle.cms.RecipientId;
import org.sealpost.failure.Failure;

/** The private keys with which an encrypted mail may be opened. */
public interface RecipientKeys {
  /**
   * The key for a recipientInfo, where we hold it. A failure says that it cannot be told now (the
   * agent does not answer, a token's certificates are not readable before its PIN is given).
   */
  Optional<RecipientKey> find(RecipientId recipient) throws Failure;
}
