package org.sealpost.server.console;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sealpost.failure.Words;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.decisions.KnownCertificates;
import org.sealpost.trust.decisions.StoredCertificates;

/** What the fields of forms about certificates mean. */
final class Fields {
  /** What changes something names a certificate in full: the beginning may be another's too. */
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  private final KnownCertificates known;

  /** Of certificates in the store, and others. */
  Fields(Store store, KnownCertificates others) {
    this.known = KnownCertificates.of(List.of(new StoredCertificates(store), others));
  }

  /** What a form says cannot be done; the words say why. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    UnusableException(int status, Locale language, String key, Object... arguments) {
      super(Words.beside(Fields.class, language).text(key, arguments));
      this.status = status;
    }

    Response response(boolean fragment) {
      return fragment
          ? new Response.View(status, "toldPart", getMessage())
          : new Response.Trouble(status, getMessage());
    }
  }

  /** As {@link Routes.Handler}, for one that reads fields. */
  @FunctionalInterface
  interface Handler {
    Response handle(Request request) throws Exception;
  }

  /** Tells what is wrong with the fields on a page. */
  static Routes.Handler telling(Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (UnusableException e) {
        return e.response(request.fragment());
      }
    };
  }

  /** The one certificate with the fingerprint, which is given in full. */
  X509Certificate certificate(Request request) throws UnusableException {
    String written = value(request, "fingerprint").toLowerCase(Locale.ROOT).replace(":", "");
    if (!FINGERPRINT.matcher(written).matches()) {
      throw new UnusableException(404, request.language(), "cert.not-named");
    }
    return known.byFingerprint(written).stream()
        .findFirst()
        .orElseThrow(() -> new UnusableException(404, request.language(), "cert.unknown"));
  }

  /** A certificate that the form itself holds, from the page that showed it. */
  static X509Certificate enclosed(Request request) throws UnusableException {
    try {
      byte[] der = Base64.getDecoder().decode(value(request, "certificate"));
      X509Certificate certificate = CertificateFile.parse(der);
      if (Arrays.equals(der, certificate.getEncoded())) {
        return certificate;
      }
    } catch (IllegalArgumentException | CertificateException _) {
      // Told below.
    }
    throw new UnusableException(422, request.language(), "cert.damaged");
  }

  /** A mail address, in the form in which addresses are compared. */
  static String address(Request request) throws UnusableException {
    String written = value(request, "address");
    return MailAddress.normalise(written)
        .orElseThrow(
            () ->
                new UnusableException(
                    422, request.language(), "book.not-an-address", PlainText.of(written)));
  }

  /** What a field, or for want of it the address of the page, says; empty if neither. */
  static String value(Request request, String name) {
    return request.field(name).or(() -> request.parameter(name)).orElse("").strip();
  }
}
