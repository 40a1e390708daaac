package org.sealpost.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1SequenceParser;
import org.bouncycastle.asn1.ASN1StreamParser;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.sealpost.mime.Entity;
import org.sealpost.policy.ExistingProtection;
import org.sealpost.smime.SignerPresence;
import org.sealpost.smime.SmimeKind;

/** Recognises what a mail client has protected by itself. Pure. */
final class ClientProtection {
  /** Holds the head of a SEQUENCE and an object identifier (RFC 5652 §3). */
  private static final int CONTENT_INFO_START = 64;

  private static final Set<ASN1Encodable> ENVELOPES =
      Set.of(CMSObjectIdentifiers.envelopedData, CMSObjectIdentifiers.authEnvelopedData);

  private ClientProtection() {}

  static ExistingProtection of(Entity mail) throws IOException {
    return switch (SmimeKind.of(mail)) {
      case ENCRYPTED -> isEnveloped(mail) ? ExistingProtection.ENCRYPTED : ExistingProtection.NONE;
      case MULTIPART_SIGNED, SIGNED_DATA ->
          SignerPresence.in(mail) ? ExistingProtection.SIGNED : ExistingProtection.NONE;
      // Neither protects anything: they are content like any other.
      case NONE, CERTIFICATES, COMPRESSED -> ExistingProtection.NONE;
    };
  }

  /**
   * Whether it is what it says. A mail that only calls itself encrypted must not pass for that
   * where encryption is required.
   */
  private static boolean isEnveloped(Entity mail) throws IOException {
    byte[] start;
    try (InputStream in = mail.decodedBody()) {
      start = in.readNBytes(CONTENT_INFO_START);
    }
    try {
      ASN1StreamParser parser =
          new ASN1StreamParser(new ByteArrayInputStream(start), Integer.MAX_VALUE);
      return parser.readObject() instanceof ASN1SequenceParser contentInfo
          && ENVELOPES.contains(
              Objects.requireNonNullElse(contentInfo.readObject(), DERNull.INSTANCE));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return false;
    }
  }
}
