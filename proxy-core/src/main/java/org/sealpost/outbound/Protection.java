package org.sealpost.outbound;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealpost.mime.CanonicalEntity;
import org.sealpost.mime.Entity;
import org.sealpost.mime.EntityWriter;
import org.sealpost.policy.SignatureForm;
import org.sealpost.smime.Algorithms;
import org.sealpost.smime.EncryptedWriter;
import org.sealpost.smime.OpaqueSignedWriter;
import org.sealpost.smime.Reader;
import org.sealpost.smime.SignedWriter;
import org.sealpost.smime.SigningKey;

/**
 * The entity that leaves in a mail's place, before it is encrypted to anyone. All copies share it,
 * and with it the one signature.
 *
 * @param sizeBound an upper bound of the entity's size in bytes
 */
record Protection(OutgoingHeader header, EntityWriter entity, long sizeBound) {

  /** What the client signed is taken byte for byte, since any change would break it. */
  static Protection asItIs(OutgoingHeader header, Entity mail) {
    VerbatimMail verbatim = VerbatimMail.of(mail.header(), mail.content(), header.ofEntity());
    return new Protection(header, verbatim, verbatim.size());
  }

  /** In canonical form, signed where there is a key. */
  static Protection of(
      OutgoingHeader header,
      Entity mail,
      Optional<SigningKey> key,
      SignatureForm form,
      Instant signingTime,
      Algorithms algorithms)
      throws IOException {
    CanonicalEntity canonical = new CanonicalEntity(mail);
    long size = canonical.sizeBound();
    if (key.isEmpty()) {
      return new Protection(header, canonical, size);
    }
    List<X509Certificate> enclosed = enclosed(key.get());
    return switch (form) {
      case CLEAR ->
          new Protection(
              header,
              new SignedWriter(canonical, key.get(), signingTime, algorithms),
              SizeAllowance.signed(size, enclosed));
      case OPAQUE ->
          new Protection(
              header,
              new OpaqueSignedWriter(canonical, key.get(), signingTime, algorithms),
              SizeAllowance.opaque(size, enclosed));
    };
  }

  private static List<X509Certificate> enclosed(SigningKey key) {
    List<X509Certificate> all = new ArrayList<>(key.chain());
    all.add(key.certificate());
    key.encryptionCertificate().ifPresent(all::add);
    return all;
  }

  Delivery clear(List<String> recipients) {
    return delivery(recipients, entity, sizeBound);
  }

  Delivery encrypted(List<String> recipients, List<Reader> readers, Algorithms algorithms) {
    return delivery(
        recipients,
        new EncryptedWriter(entity, readers, algorithms),
        SizeAllowance.encrypted(sizeBound, readers.stream().map(Reader::certificate).toList()));
  }

  private Delivery delivery(List<String> recipients, EntityWriter body, long bodyBound) {
    ProtectedMail mail = new ProtectedMail(header.around(), body);
    return new Delivery(
        recipients, mail, HeaderSize.of(mail.around()) + bodyBound, EightBit.isIn(mail.around()));
  }
}
