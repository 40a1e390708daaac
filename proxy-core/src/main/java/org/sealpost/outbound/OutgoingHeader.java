package org.sealpost.outbound;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.sealpost.mark.OwnFields;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.policy.Recipient;

/**
 * The header of a mail as it leaves. {@code Bcc} and {@code Resent-Bcc} do not leave (RFC 5322
 * §3.6.3), nor does anything in our own namespace, which belongs to the recipient's side. All other
 * fields stay as they are, in their order.
 */
final class OutgoingHeader {
  private final Header kept;
  private final Set<String> named = new HashSet<>();

  OutgoingHeader(Header original) {
    this.kept = original.without(OutgoingHeader::isOnlyForTheSender);
    Stream.of("To", "Cc")
        .flatMap(name -> original.addresses(name).stream())
        .map(OutgoingHeader::comparable)
        .forEach(named::add);
  }

  /** For a mail that is not protected by us: its own MIME fields included. */
  Header asItIs() {
    return kept;
  }

  /** For the outside of a protected entity: without Content fields, with one MIME-Version. */
  Header around() {
    Header outside = kept.without(OutgoingHeader::isContent);
    List<HeaderField> versions = outside.all("MIME-Version");
    boolean good = versions.size() == 1 && versions.getFirst().value().startsWith("1.0");
    return good
        ? outside
        : outside
            .without(field -> field.is("MIME-Version"))
            .with(HeaderField.of("MIME-Version", "1.0"));
  }

  /** Only the Content fields: the header of the entity that the mail holds. */
  Header ofEntity() {
    return kept.without(field -> !isContent(field));
  }

  /** Whether To or Cc names the address. */
  boolean names(String address) {
    return named.contains(comparable(address));
  }

  /** The form in which addresses are compared, also those that are damaged. */
  static String comparable(String address) {
    return Recipient.comparable(address);
  }

  private static boolean isOnlyForTheSender(HeaderField field) {
    return field.is("Bcc") || field.is("Resent-Bcc") || OwnFields.isOurs(field);
  }

  private static boolean isContent(HeaderField field) {
    return field.name().toLowerCase(Locale.ROOT).startsWith("content-");
  }
}
