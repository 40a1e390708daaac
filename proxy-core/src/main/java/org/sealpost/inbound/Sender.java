package org.sealpost.inbound;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealpost.mime.Header;
import org.sealpost.trust.MailAddress;

/**
 * Whom a mail says it is from: the addresses of its one From field (RFC 5322 §3.6.2).
 *
 * @param addresses as written; empty if there is not exactly one field that can be read
 * @param fields how many From fields there are
 */
record Sender(List<String> addresses, int fields) {
  Sender {
    addresses = List.copyOf(addresses);
  }

  static Sender of(Header header) {
    int fields = header.all("From").size();
    return new Sender(fields == 1 ? header.addresses("From") : List.of(), fields);
  }

  Optional<String> first() {
    return addresses.stream().findFirst();
  }

  boolean isSameAs(Sender other) {
    return normalised().equals(other.normalised());
  }

  /** Whether any address is among {@code carried} (normalised). */
  boolean hasOneIn(List<String> carried) {
    return normalised().stream().anyMatch(carried::contains);
  }

  private Set<String> normalised() {
    Set<String> all = new HashSet<>();
    addresses.forEach(address -> all.add(MailAddress.normalise(address).orElse(address)));
    return all;
  }
}
