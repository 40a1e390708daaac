package org.sealpost.trust.crl;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Reads a CertificateList (RFC 5280 §5.1), DER or PEM (RFC 7468 §6), in one pass and without
 * holding it: the entries flow on, the signature is checked on the way. Immutable and thread-safe.
 */
final class CrlReader {
  private static final byte[] ARMOUR = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_ALGORITHM = 4 << 10;
  private static final int MAX_SIGNATURE = 16 << 10;
  private static final int EXTENSIONS = 0xa0;
  private static final int CRL_SIGN = 6;

  private final List<X509Certificate> candidates;

  /**
   * @param candidates of which one must have signed. Names say little of a key (all generations of
   *     a CA may share one), so the signature decides.
   */
  CrlReader(Collection<X509Certificate> candidates) {
    this.candidates = List.copyOf(candidates);
  }

  /**
   * Reads one list to the stream's end.
   *
   * @param entries gets them as they come; it may rely on none before this returns
   * @throws CrlException if the list is not one to rely on: damaged, signed by nobody among the
   *     candidates who may, or with something critical that is not known
   * @throws IOException what the stream and {@code entries} throw
   */
  RevocationList read(InputStream in, CrlEntries entries) throws IOException {
    DerStream der = new DerStream(unarmoured(in));
    long end = der.enter(DerCursor.SEQUENCE, Long.MAX_VALUE);
    der.keep();
    long tbsEnd = der.enter(DerCursor.SEQUENCE, end);
    boolean second = isSecondVersion(der, tbsEnd);
    byte[] algorithm = bounded(der.element(DerCursor.SEQUENCE, tbsEnd), MAX_ALGORITHM);
    X500Principal issuer = EntryParser.name(der.element(DerCursor.SEQUENCE, tbsEnd));
    ListSignature signature = new ListSignature(algorithm, signers(issuer));
    der.observe(signature);

    Instant thisUpdate = time(der, tbsEnd);
    Optional<Instant> nextUpdate = Optional.empty();
    int tag = der.tag(tbsEnd);
    if (tag == DerCursor.UTC_TIME || tag == DerCursor.GENERALIZED_TIME) {
      nextUpdate = Optional.of(time(der, tbsEnd));
    }
    entries.issuer(issuer);
    EntryParser parser = new EntryParser(entries);
    long count = entries(der, tbsEnd, parser);
    ListExtensions extensions = extensions(der, tbsEnd, second);
    if (parser.ofOtherIssuers() && !extensions.scope().indirect()) {
      throw CrlException.malformed("entries of other CAs in a list that is not indirect");
    }
    if (der.offset() != tbsEnd) {
      throw CrlException.malformed("the list has more than it should");
    }
    der.endObservation();

    if (!Arrays.equals(algorithm, der.element(DerCursor.SEQUENCE, end))) {
      throw CrlException.malformed("the algorithm of the signature is told in two ways");
    }
    byte[] value = signatureValue(bounded(der.element(DerCursor.BIT_STRING, end), MAX_SIGNATURE));
    der.expectEnd(end);
    X509Certificate signer =
        signature.signer(value).orElseThrow(() -> notSigned(issuer, extensions));
    return new RevocationList(
        issuer, signer, thisUpdate, nextUpdate, extensions, der.digest(), count);
  }

  private static InputStream unarmoured(InputStream in) throws IOException {
    PushbackInputStream stream = new PushbackInputStream(in, ARMOUR.length);
    byte[] begin = stream.readNBytes(ARMOUR.length);
    if (!Arrays.equals(begin, ARMOUR)) {
      stream.unread(begin);
      return stream;
    }
    int octet;
    int length = 0;
    do {
      octet = stream.read();
    } while (octet >= 0 && octet != '\n' && ++length < 80);
    return new PemBody(stream);
  }

  private static boolean isSecondVersion(DerStream der, long end) throws IOException {
    if (der.tag(end) != DerCursor.INTEGER) {
      return false;
    }
    byte[] version = der.element(DerCursor.INTEGER, end);
    if (version.length != 3 || version[2] != 1) {
      throw CrlException.malformed("a version that is not known");
    }
    return true;
  }

  private List<X509Certificate> signers(X500Principal issuer) throws CrlException {
    List<X509Certificate> named =
        candidates.stream()
            .filter(candidate -> candidate.getSubjectX500Principal().equals(issuer))
            .toList();
    if (named.isEmpty()) {
      throw CrlException.of("list.other-issuer", ShownName.of(issuer));
    }
    List<X509Certificate> allowed = named.stream().filter(CrlReader::maySign).toList();
    if (allowed.isEmpty()) {
      throw CrlException.of("list.may-not-sign", ShownName.of(issuer));
    }
    return allowed;
  }

  /** RFC 5280 §6.3.3 (f): the key usage, where there is one, allows it. */
  private static boolean maySign(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    return usage == null || (usage.length > CRL_SIGN && usage[CRL_SIGN]);
  }

  private CrlException notSigned(X500Principal issuer, ListExtensions extensions) {
    boolean otherKey =
        extensions
            .keyIdentifier()
            .filter(
                _ ->
                    candidates.stream()
                        .noneMatch(
                            each -> KeyIdentifier.of(each).equals(extensions.keyIdentifier())))
            .isPresent();
    return CrlException.of(
        otherKey ? "list.other-key" : "list.bad-signature", ShownName.of(issuer));
  }

  private static Instant time(DerStream der, long end) throws IOException {
    int tag = der.tag(end) == DerCursor.UTC_TIME ? DerCursor.UTC_TIME : DerCursor.GENERALIZED_TIME;
    byte[] time = der.element(tag, end);
    return Instant.ofEpochSecond(new DerCursor().over(time, 0).time(time.length));
  }

  private static long entries(DerStream der, long tbsEnd, EntryParser parser) throws IOException {
    long count = 0;
    if (der.tag(tbsEnd) == DerCursor.SEQUENCE) {
      long end = der.enter(DerCursor.SEQUENCE, tbsEnd);
      while (der.offset() < end) {
        int to = der.fetch(DerCursor.SEQUENCE, end);
        parser.parse(der.window(), der.position(), to);
        der.continueAt(to);
        count++;
      }
    }
    return count;
  }

  private static ListExtensions extensions(DerStream der, long tbsEnd, boolean second)
      throws IOException {
    if (der.tag(tbsEnd) != EXTENSIONS) {
      return ListExtensions.NONE;
    }
    if (!second) {
      throw CrlException.malformed("extensions in a list of the first version");
    }
    long end = der.enter(EXTENSIONS, tbsEnd);
    byte[] extensions = der.element(DerCursor.SEQUENCE, end);
    if (der.offset() != end) {
      throw CrlException.malformed("more than extensions in the place of extensions");
    }
    return ListExtensions.parse(extensions);
  }

  private static byte[] signatureValue(byte[] bitString) throws CrlException {
    DerCursor cursor = new DerCursor().over(bitString, 0);
    int from = cursor.take(DerCursor.BIT_STRING, bitString.length);
    if (cursor.length() < 2 || bitString[from] != 0) {
      throw CrlException.malformed("a signature that is not of whole bytes");
    }
    return Arrays.copyOfRange(bitString, from + 1, from + cursor.length());
  }

  private static byte[] bounded(byte[] element, int max) throws CrlException {
    if (element.length > max) {
      throw CrlException.malformed("an element is too long");
    }
    return element;
  }
}
