package org.sealpost.directory;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An LDAP directory.
 *
 * @param name for the user
 * @param base the DN below which entries are looked for; empty for the root
 * @param filter RFC 4515, with {@link #ADDRESS} where the address goes
 * @param login empty to ask anonymously
 */
public record LdapSettings(
    String name,
    String host,
    int port,
    Tls tls,
    String base,
    String filter,
    Domains domains,
    Optional<Login> login) {
  /** Stands in a filter for the address. */
  public static final String ADDRESS = "{address}";

  /** How the connection is protected. */
  public enum Tls {
    /** From the start, as in {@code ldaps:}. */
    IMPLICIT,
    /** After the StartTLS operation (RFC 4511 §4.14). */
    STARTTLS,
    /** Not at all. */
    NONE
  }

  /**
   * A simple bind (RFC 4513 §5.1.3).
   *
   * @param passwordFile its first line is the password; readable by this user alone
   */
  public record Login(String dn, Path passwordFile) {}

  /** What is asked and how, in one line. */
  String identity() {
    return "ldap "
        + String.join(
            " ",
            host,
            Integer.toString(port),
            tls.toString(),
            base,
            filter,
            login.map(Login::dn).orElse(""));
  }

  /** Whether a text can be a filter. */
  public static boolean isFilter(String text) {
    try {
      Filter.create(filled(text, "a@b"));
      return text.contains(ADDRESS);
    } catch (LDAPException e) {
      return false;
    }
  }

  /** The filter for one address, in which nothing of the address has a meaning (RFC 4515 §3). */
  Filter filter(String address) throws LDAPException {
    return Filter.create(filled(filter, address));
  }

  private static String filled(String filter, String address) {
    return filter.replace(ADDRESS, Filter.encodeValue(address));
  }
}
