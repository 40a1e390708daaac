package org.sealpost.trust.decisions;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;

/** Certificates that a user can name without having their file. Thread-safe. */
public interface KnownCertificates {
  /**
   * Those whose fingerprint begins so.
   *
   * @param prefix of {@link org.sealpost.trust.Fingerprint#hex}
   */
  List<X509Certificate> byFingerprint(String prefix);

  /**
   * Those that are known to be an address's holder's, or to have been used as such.
   *
   * @param address as {@link org.sealpost.trust.MailAddress#normalise} gives it
   */
  List<X509Certificate> byAddress(String address);

  /** Those of all the sources, each once. */
  static KnownCertificates of(List<KnownCertificates> sources) {
    List<KnownCertificates> all = List.copyOf(sources);
    return new KnownCertificates() {
      @Override
      public List<X509Certificate> byFingerprint(String prefix) {
        return each(source -> source.byFingerprint(prefix));
      }

      @Override
      public List<X509Certificate> byAddress(String address) {
        return each(source -> source.byAddress(address));
      }

      private List<X509Certificate> each(Function<KnownCertificates, List<X509Certificate>> what) {
        return all.stream().flatMap(source -> what.apply(source).stream()).distinct().toList();
      }
    };
  }

  /** Some certificates, by their fingerprints and by the addresses that they carry. */
  static KnownCertificates of(Supplier<List<X509Certificate>> certificates) {
    return new KnownCertificates() {
      @Override
      public List<X509Certificate> byFingerprint(String prefix) {
        return certificates.get().stream()
            .filter(certificate -> Fingerprint.of(certificate).hex().startsWith(prefix))
            .toList();
      }

      @Override
      public List<X509Certificate> byAddress(String address) {
        return certificates.get().stream()
            .filter(certificate -> CertificateNames.addresses(certificate).contains(address))
            .toList();
      }
    };
  }
}
