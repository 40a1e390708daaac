package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.sealpost.mime.Entity;

/**
 * What an entity is in S/MIME, told by looking into it: the content type in the CMS decides, the
 * smime-type parameter is a hint that may be missing or wrong (RFC 8551 §3.2.2, §3.10).
 */
public enum SmimeKind {
  NONE,
  /** multipart/signed with a pkcs7-signature part. */
  MULTIPART_SIGNED,
  /** Opaque SignedData. */
  SIGNED_DATA,
  /**
   * EnvelopedData or AuthEnvelopedData; also an application/pkcs7-mime in which nothing can be made
   * out, which the {@link Decryptor} then finds undecryptable.
   */
  ENCRYPTED,
  /** SignedData without content and without signers. */
  CERTIFICATES,
  /** CompressedData. */
  COMPRESSED;

  private static final Set<String> SIGNATURE_TYPES =
      Set.of("application/pkcs7-signature", "application/x-pkcs7-signature");
  private static final Set<String> MIME_TYPES =
      Set.of("application/pkcs7-mime", "application/x-pkcs7-mime");
  private static final List<String> EXTENSIONS = List.of(".p7m", ".p7s", ".p7c", ".p7z");

  /** Tells the kind. Reads the first few kilobytes of a body, and all of one without content. */
  public static SmimeKind of(Entity entity) throws IOException {
    String type = entity.mediaType();
    if (type.equals("multipart/signed")) {
      return isSmimeSigned(entity) ? MULTIPART_SIGNED : NONE;
    }
    if (type.startsWith("multipart/")) {
      return NONE;
    }
    if (MIME_TYPES.contains(type)) {
      return look(entity).orElseGet(() -> hinted(entity));
    }
    return named(entity) ? look(entity).orElse(NONE) : NONE;
  }

  private static boolean isSmimeSigned(Entity entity) {
    Optional<String> protocol =
        entity.typeParameter("protocol").map(value -> value.strip().toLowerCase(Locale.ROOT));
    if (protocol.isPresent() && !protocol.get().isEmpty()) {
      return SIGNATURE_TYPES.contains(protocol.get());
    }
    return entity.parts().size() == 2 && isSignature(entity.parts().get(1));
  }

  private static boolean isSignature(Entity part) {
    return SIGNATURE_TYPES.contains(part.mediaType()) || hasExtension(part, ".p7s");
  }

  private static boolean named(Entity entity) {
    return EXTENSIONS.stream().anyMatch(extension -> hasExtension(entity, extension));
  }

  private static boolean hasExtension(Entity entity, String extension) {
    return entity
        .fileName()
        .map(name -> name.strip().toLowerCase(Locale.ROOT).endsWith(extension))
        .orElse(false);
  }

  /** Empty where the body is no CMS that carries anything. */
  private static Optional<SmimeKind> look(Entity entity) throws IOException {
    try (InputStream in = CmsBody.open(entity)) {
      BerReader ber = new BerReader(in);
      ber.enter(BerReader.SEQUENCE);
      ASN1ObjectIdentifier type = ber.oid();
      if (type.equals(CMSObjectIdentifiers.envelopedData)
          || type.equals(CMSObjectIdentifiers.authEnvelopedData)) {
        return Optional.of(ENCRYPTED);
      }
      if (type.equals(CMSObjectIdentifiers.compressedData)) {
        return Optional.of(COMPRESSED);
      }
      if (type.equals(CMSObjectIdentifiers.signedData)) {
        return Optional.of(lookAtSignedData(ber));
      }
      return Optional.empty();
    } catch (DamagedCms e) {
      return Optional.empty();
    }
  }

  private static SmimeKind lookAtSignedData(BerReader ber) throws IOException {
    SignedDataReader signedData = new SignedDataReader(ber);
    if (signedData.hasContent()) {
      return SIGNED_DATA;
    }
    // A signature without what it signs is of no use by itself.
    return signedData.trailer().signers().isEmpty() ? CERTIFICATES : NONE;
  }

  private static SmimeKind hinted(Entity entity) {
    String hint = entity.typeParameter("smime-type").orElse("").strip().toLowerCase(Locale.ROOT);
    return switch (hint) {
      case "signed-data" -> SIGNED_DATA;
      case "certs-only" -> CERTIFICATES;
      case "compressed-data" -> COMPRESSED;
      default -> ENCRYPTED;
    };
  }
}
