package org.sealpost.trust.crl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.sealpost.trust.fetch.Fetcher.Validators;

/**
 * What an index file tells of itself before its records.
 *
 * @param source the address that the list was fetched from
 * @param authority the CA about whose certificates the list is asked
 * @param validators to fetch it again by
 * @param issuers the CAs whose certificates may be in it: the list's issuer and, if it is indirect,
 *     others
 * @param serialWidth the octets that each record has for a serial number
 * @param withInvalidity whether each record has room for since when the key is suspect
 */
record IndexHeader(
    URI source,
    X509Certificate authority,
    RevocationList list,
    Validators validators,
    List<X500Principal> issuers,
    int serialWidth,
    boolean withInvalidity) {
  IndexHeader {
    issuers = List.copyOf(issuers);
  }

  int issuerWidth() {
    return issuers.size() > 1 ? 2 : 0;
  }

  /** Issuer, and the serial number with its length. */
  int keyWidth() {
    return issuerWidth() + 1 + serialWidth;
  }

  int recordWidth() {
    return keyWidth() + EntryRecord.TIME + 1 + (withInvalidity ? EntryRecord.TIME : 0);
  }

  byte[] encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writeText(out, source.toString());
      writeBytes(out, authority.getEncoded());
      writeList(out, list);
      writeOptional(out, validators.etag());
      writeOptional(out, validators.lastModified());
      out.writeInt(issuers.size());
      for (X500Principal issuer : issuers) {
        writeBytes(out, issuer.getEncoded());
      }
      out.writeInt(serialWidth);
      out.writeBoolean(withInvalidity);
    } catch (IOException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IOException if it is none
   */
  static IndexHeader decode(byte[] encoded) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      return new IndexHeader(
          URI.create(text(in)),
          certificate(in),
          list(in),
          new Validators(optional(in), optional(in)),
          names(in),
          in.readInt(),
          in.readBoolean());
    } catch (IllegalArgumentException | CertificateException e) {
      throw new IOException(e);
    }
  }

  private static void writeList(DataOutputStream out, RevocationList list)
      throws IOException, CertificateEncodingException {
    writeBytes(out, list.issuer().getEncoded());
    writeBytes(out, list.signer().getEncoded());
    out.writeLong(list.thisUpdate().getEpochSecond());
    writeTime(out, list.nextUpdate());
    writeExtensions(out, list.extensions());
    writeText(out, list.sha256());
    out.writeLong(list.entries());
  }

  private static RevocationList list(DataInputStream in) throws IOException, CertificateException {
    return new RevocationList(
        new X500Principal(bytes(in)),
        certificate(in),
        Instant.ofEpochSecond(in.readLong()),
        time(in),
        extensions(in),
        text(in),
        in.readLong());
  }

  private static void writeExtensions(DataOutputStream out, ListExtensions extensions)
      throws IOException {
    writeOptional(out, extensions.number().map(BigInteger::toString));
    writeOptional(out, extensions.baseNumber().map(BigInteger::toString));
    writeOptional(out, extensions.keyIdentifier());
    ListScope scope = extensions.scope();
    out.writeBoolean(scope.partition());
    writeTexts(out, scope.names());
    out.writeBoolean(scope.onlyHolders());
    out.writeBoolean(scope.onlyAuthorities());
    out.writeBoolean(scope.onlyAttributes());
    out.writeBoolean(scope.someReasons());
    out.writeBoolean(scope.indirect());
    writeTime(out, extensions.expiredSince());
    writeTexts(out, extensions.deltas().stream().map(URI::toString).toList());
  }

  private static ListExtensions extensions(DataInputStream in) throws IOException {
    return new ListExtensions(
        optional(in).map(BigInteger::new),
        optional(in).map(BigInteger::new),
        optional(in),
        new ListScope(
            in.readBoolean(),
            texts(in),
            in.readBoolean(),
            in.readBoolean(),
            in.readBoolean(),
            in.readBoolean(),
            in.readBoolean()),
        time(in),
        texts(in).stream().map(URI::create).toList());
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a length of " + length);
    }
    return in.readNBytes(length);
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(out, text);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text(in));
    }
    return texts;
  }

  private static List<X500Principal> names(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<X500Principal> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(new X500Principal(bytes(in)));
    }
    return names;
  }

  private static void writeOptional(DataOutputStream out, Optional<String> text)
      throws IOException {
    out.writeBoolean(text.isPresent());
    if (text.isPresent()) {
      writeText(out, text.get());
    }
  }

  private static Optional<String> optional(DataInputStream in) throws IOException {
    return in.readBoolean() ? Optional.of(text(in)) : Optional.empty();
  }

  private static void writeTime(DataOutputStream out, Optional<Instant> time) throws IOException {
    out.writeBoolean(time.isPresent());
    if (time.isPresent()) {
      out.writeLong(time.get().getEpochSecond());
    }
  }

  private static Optional<Instant> time(DataInputStream in) throws IOException {
    return in.readBoolean() ? Optional.of(Instant.ofEpochSecond(in.readLong())) : Optional.empty();
  }

  private static X509Certificate certificate(DataInputStream in)
      throws IOException, CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes(in)));
  }
}
