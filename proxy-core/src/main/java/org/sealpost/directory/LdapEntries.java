package org.sealpost.directory;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import org.sealpost.trust.CertificateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the certificates out of entries as they arrive: of {@code userCertificate} (RFC 4523 §4.1)
 * and of the PKCS#7 in {@code userSMIMECertificate} (RFC 2798 §2.8). A damaged one costs itself
 * only. References to other servers are not followed. For one search.
 */
final class LdapEntries implements SearchResultListener {
  static final String[] ATTRIBUTES = {
    "userCertificate;binary",
    "userCertificate",
    "userSMIMECertificate;binary",
    "userSMIMECertificate"
  };

  /** More than anyone has; a CA's own come beside them. */
  static final int MOST_CERTIFICATES = 32;

  private static final int LARGEST = 64 << 10;
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(LdapEntries.class);

  private final transient SequencedSet<X509Certificate> certificates = new LinkedHashSet<>();
  private final int mostEntries;
  private final transient Runnable enough;
  private int entries;

  /**
   * For one search.
   *
   * @param enough called when the server sends more entries than it was asked for
   */
  LdapEntries(int mostEntries, Runnable enough) {
    this.mostEntries = mostEntries;
    this.enough = enough;
  }

  List<X509Certificate> certificates() {
    return List.copyOf(certificates);
  }

  /** Whether there were more entries than asked for. */
  boolean tooMany() {
    return entries > mostEntries;
  }

  @Override
  public void searchEntryReturned(SearchResultEntry entry) {
    entries++;
    if (tooMany()) {
      enough.run();
      return;
    }
    for (Attribute attribute : entry.getAttributes()) {
      switch (attribute.getBaseName().toLowerCase(Locale.ROOT)) {
        case "usercertificate", "usersmimecertificate" -> {
          for (byte[] value : attribute.getValueByteArrays()) {
            read(value);
          }
        }
        default -> {}
      }
    }
  }

  private void read(byte[] value) {
    if (value.length > LARGEST) {
      LOG.debug("an attribute of {} octets is left out", value.length);
      return;
    }
    try {
      for (X509Certificate certificate : CertificateFile.certificates(value)) {
        if (certificates.size() < MOST_CERTIFICATES) {
          certificates.add(certificate);
        }
      }
    } catch (IOException | CertificateException e) {
      LOG.debug("a certificate in a directory cannot be read", e);
    }
  }

  @Override
  public void searchReferenceReturned(SearchResultReference reference) {
    // Whom to ask is for the user to say, who would be told of in the question.
  }
}
