package org.sealpost.book.exchange;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.naming.ldap.Rdn;

/** Writes entries of people in LDIF (RFC 2849). Stateless. */
final class LdifWriting {
  /** What a file begins with, and the blank line before the first entry. */
  static final String VERSION = "version: 1\n\n";

  private static final int LINE = 76;

  private LdifWriting() {}

  static String entry(Contact contact) {
    StringBuilder text = new StringBuilder();
    value(text, "dn", "mail=" + Rdn.escapeValue(contact.address()));
    value(text, "objectClass", "inetOrgPerson");
    value(text, "cn", contact.name());
    value(text, "sn", contact.name());
    value(text, "mail", contact.address());
    for (X509Certificate certificate : contact.certificates()) {
      binary(text, "userCertificate;binary", ExchangeFormat.encoded(certificate));
    }
    return text.toString();
  }

  private static void value(StringBuilder text, String attribute, String value) {
    if (isSafe(value)) {
      folded(text, attribute + ": " + value);
    } else {
      binary(text, attribute, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void binary(StringBuilder text, String attribute, byte[] value) {
    folded(text, attribute + ":: " + Base64.getEncoder().encodeToString(value));
  }

  /** RFC 2849, SAFE-STRING; a blank at the end is one by its note 8. */
  private static boolean isSafe(String value) {
    return !value.isEmpty()
        && " :<".indexOf(value.charAt(0)) < 0
        && !value.endsWith(" ")
        && value.chars().allMatch(c -> c >= ' ' && c < 127);
  }

  private static void folded(StringBuilder text, String line) {
    text.append(line, 0, Math.min(LINE, line.length()));
    for (int i = LINE; i < line.length(); i += LINE - 1) {
      text.append("\n ").append(line, i, Math.min(i + LINE - 1, line.length()));
    }
    text.append('\n');
  }
}
