package org.sealpost.card.token;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.sealpost.card.api.CardCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies on a card: its certificates, and which private key belongs to which. Keys are matched
 * by CKA_ID and public key, never by label: the labels of a card's keys can all be the same.
 */
final class TokenContents {
  /** A private key and what it can do. */
  record Held(Cryptoki.PrivateKeyObject object, CardKey operations) {}

  /** A certificate with the CKA_ID of its object. */
  private record Entry(byte[] id, X509CertificateHolder certificate) {}

  private static final Logger LOG = LoggerFactory.getLogger(TokenContents.class);

  private final List<Entry> entries;
  private final List<Cryptoki.PublicKeyObject> publicKeys;
  private final KeyCertificates describe;

  private TokenContents(List<Entry> entries, List<Cryptoki.PublicKeyObject> publicKeys) {
    this.entries = entries;
    this.publicKeys = publicKeys;
    this.describe = new KeyCertificates(entries.stream().map(Entry::certificate).toList());
  }

  /** Reads what can be read in the session's state. */
  static TokenContents read(Cryptoki.Session session) throws CryptokiException {
    List<Entry> entries = new ArrayList<>();
    for (Cryptoki.CertificateObject object : session.certificates()) {
      try {
        entries.add(new Entry(object.id(), new X509CertificateHolder(object.value())));
      } catch (IOException | RuntimeException e) {
        LOG.info("a certificate on the card cannot be read", e);
      }
    }
    return new TokenContents(entries, session.publicKeys());
  }

  /**
   * The certificates that have a private key here, as far as public objects tell: the public key is
   * there too, or nothing is known of it and the certificate is not a CA's.
   */
  List<CardCertificate> publiclyKnown() {
    return entries.stream()
        .filter(entry -> hasPublicKey(entry) || mayHaveKey(entry))
        .flatMap(entry -> describe.of(entry.certificate()).stream())
        .toList();
  }

  /** The private keys that have a certificate, by the certificate's key id. */
  Map<String, Held> keys(List<Cryptoki.PrivateKeyObject> privateKeys) {
    Map<String, Held> keys = new HashMap<>();
    for (Entry entry : entries) {
      SubjectPublicKeyInfo key = entry.certificate().getSubjectPublicKeyInfo();
      privateKey(entry, privateKeys)
          .ifPresent(
              object ->
                  operations(key)
                      .ifPresent(
                          operations ->
                              keys.put(
                                  KeyCertificates.keyId(entry.certificate()),
                                  new Held(object, operations))));
    }
    return keys;
  }

  /** The certificates of these keys. */
  List<CardCertificate> certificatesOf(Map<String, Held> keys) {
    return entries.stream()
        .filter(entry -> keys.containsKey(KeyCertificates.keyId(entry.certificate())))
        .flatMap(entry -> describe.of(entry.certificate()).stream())
        .toList();
  }

  private boolean hasPublicKey(Entry entry) {
    return publicKeys.stream()
        .anyMatch(key -> isSame(key.key(), entry.certificate().getSubjectPublicKeyInfo()));
  }

  private boolean mayHaveKey(Entry entry) {
    return entry.id().length > 0
        && !isAuthority(entry.certificate())
        && publicKeys.stream().noneMatch(key -> Arrays.equals(key.id(), entry.id()));
  }

  private Optional<Cryptoki.PrivateKeyObject> privateKey(
      Entry entry, List<Cryptoki.PrivateKeyObject> privateKeys) {
    Optional<Cryptoki.PrivateKeyObject> byId =
        privateKeys.stream()
            .filter(key -> Arrays.equals(key.id(), entry.id()))
            .filter(key -> fits(key, entry))
            .findFirst();
    return byId.or(() -> privateKeys.stream().filter(key -> isSameModulus(key, entry)).findFirst());
  }

  /** By the private key's modulus if that is told, else by the public key of the same CKA_ID. */
  private boolean fits(Cryptoki.PrivateKeyObject key, Entry entry) {
    if (key.modulus().isPresent()) {
      return isSameModulus(key, entry);
    }
    List<Cryptoki.PublicKeyObject> halves =
        publicKeys.stream().filter(half -> Arrays.equals(half.id(), key.id())).toList();
    return halves.isEmpty()
        || halves.stream()
            .anyMatch(half -> isSame(half.key(), entry.certificate().getSubjectPublicKeyInfo()));
  }

  private static boolean isSameModulus(Cryptoki.PrivateKeyObject key, Entry entry) {
    return parsed(entry.certificate().getSubjectPublicKeyInfo())
        .filter(RSAKeyParameters.class::isInstance)
        .map(RSAKeyParameters.class::cast)
        .filter(rsa -> key.modulus().equals(Optional.of(rsa.getModulus())))
        .isPresent();
  }

  private static boolean isSame(SubjectPublicKeyInfo one, SubjectPublicKeyInfo other) {
    AsymmetricKeyParameter a = parsed(one).orElse(null);
    AsymmetricKeyParameter b = parsed(other).orElse(null);
    if (a instanceof RSAKeyParameters rsa) {
      return b instanceof RSAKeyParameters same
          && rsa.getModulus().equals(same.getModulus())
          && rsa.getExponent().equals(same.getExponent());
    }
    return a instanceof ECPublicKeyParameters ec
        && b instanceof ECPublicKeyParameters same
        && ec.getParameters().equals(same.getParameters())
        && ec.getQ().equals(same.getQ());
  }

  private static Optional<CardKey> operations(SubjectPublicKeyInfo key) {
    try {
      return switch (parsed(key).orElse(null)) {
        case RSAKeyParameters rsa -> Optional.of(new CardRsaKey(rsa));
        case ECPublicKeyParameters ec -> Optional.of(new CardEcKey(ec, key.getAlgorithm()));
        case null, default -> Optional.empty();
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<AsymmetricKeyParameter> parsed(SubjectPublicKeyInfo key) {
    try {
      return Optional.of(PublicKeyFactory.createKey(key));
    } catch (IOException | RuntimeException e) {
      LOG.debug("a public key of a kind that is not understood", e);
      return Optional.empty();
    }
  }

  private static boolean isAuthority(X509CertificateHolder certificate) {
    Extensions extensions = certificate.getExtensions();
    if (extensions == null || extensions.getExtension(Extension.basicConstraints) == null) {
      return false;
    }
    try {
      return BasicConstraints.fromExtensions(extensions).isCA();
    } catch (RuntimeException e) {
      return false;
    }
  }
}
