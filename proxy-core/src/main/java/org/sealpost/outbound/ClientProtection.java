package org.sealpost.outbound;

import java.io.IOException;
import org.sealpost.mime.Entity;
import org.sealpost.policy.ExistingProtection;
import org.sealpost.smime.EnvelopePresence;
import org.sealpost.smime.SignerPresence;
import org.sealpost.smime.SmimeKind;

/** Recognises what a mail client has protected by itself. Pure. */
final class ClientProtection {
  private ClientProtection() {}

  static ExistingProtection of(Entity mail) throws IOException {
    return switch (SmimeKind.of(mail)) {
      // What only calls itself encrypted must not pass for that where encryption is required.
      case ENCRYPTED ->
          EnvelopePresence.in(mail) ? ExistingProtection.ENCRYPTED : ExistingProtection.NONE;
      case MULTIPART_SIGNED, SIGNED_DATA ->
          SignerPresence.in(mail) ? ExistingProtection.SIGNED : ExistingProtection.NONE;
      // Neither protects anything: they are content like any other.
      case NONE, CERTIFICATES, COMPRESSED -> ExistingProtection.NONE;
    };
  }
}
