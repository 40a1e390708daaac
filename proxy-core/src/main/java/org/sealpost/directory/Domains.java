package org.sealpost.directory;

import java.util.List;
import java.util.Optional;
import org.sealpost.trust.MailAddress;

/**
 * The domains for whose addresses a directory is asked, with all below them.
 *
 * @param names in A-labels and lower case; empty for every domain
 */
public record Domains(List<String> names) {
  public Domains {
    names = List.copyOf(names);
  }

  /** Every domain. */
  public static Domains all() {
    return new Domains(List.of());
  }

  /** A domain in the form in which it is compared; empty where it is none. */
  public static Optional<String> normalise(String domain) {
    return MailAddress.normalise("x@" + domain).map(address -> address.substring(2));
  }

  boolean cover(Question question) {
    String domain = question.domain();
    return names.isEmpty()
        || names.stream().anyMatch(name -> domain.equals(name) || domain.endsWith("." + name));
  }
}
