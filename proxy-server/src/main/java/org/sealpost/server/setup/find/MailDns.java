package org.sealpost.server.setup.find;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What the DNS says of a domain's mail, by the user's own resolver. Thread-safe. */
public final class MailDns {
  private static final Words WORDS = Words.beside(MailDns.class);
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final int MOST = 20;

  private final Resolver resolver;

  /** With a resolver; its own patience is replaced. */
  public MailDns(Resolver resolver) {
    this.resolver = resolver;
    resolver.setTimeout(PATIENCE);
  }

  /** With the resolvers that this system uses. */
  public static MailDns ofThisSystem() {
    return new MailDns(new ExtendedResolver());
  }

  /** Where a service is. */
  record Service(String host, int port) {}

  /**
   * The hosts of a service, the first to be tried first (RFC 2782).
   *
   * @param label as in {@code _submissions._tcp}
   * @return empty if the domain names none, or says that there is none
   * @throws IOException if nobody answers
   */
  List<Service> services(String label, String domain) throws IOException {
    return ask(label + "." + domain, Type.SRV, SRVRecord.class::cast).stream()
        .sorted(
            Comparator.comparingInt(SRVRecord::getPriority)
                .thenComparing(Comparator.comparingInt(SRVRecord::getWeight).reversed()))
        // RFC 2782: a target of "." means that the service is not there.
        .filter(record -> !record.getTarget().equals(Name.root))
        .map(record -> new Service(text(record.getTarget()), record.getPort()))
        .filter(service -> Mailbox.isHostName(service.host()))
        .limit(MOST)
        .toList();
  }

  /** Where mail for the domain goes, the first choice first (RFC 5321 §5.1). */
  List<String> exchangers(String domain) throws IOException {
    return ask(domain, Type.MX, MXRecord.class::cast).stream()
        .sorted(Comparator.comparingInt(MXRecord::getPriority))
        .filter(record -> !record.getTarget().equals(Name.root))
        .map(record -> text(record.getTarget()))
        .filter(Mailbox::isHostName)
        .limit(MOST)
        .toList();
  }

  /** Whether the DNS does not deny that there is the domain of an address. */
  public boolean isKnown(Mailbox mailbox) {
    try {
      return send(mailbox.asciiDomain(), Type.MX).getRcode() != Rcode.NXDOMAIN;
    } catch (IOException _) {
      return true;
    }
  }

  /** Whether there is somebody to ask. */
  public boolean answers(Mailbox mailbox) {
    try {
      return send(mailbox.asciiDomain(), Type.MX).getRcode() != Rcode.SERVFAIL;
    } catch (IOException _) {
      return false;
    }
  }

  private <R> List<R> ask(String name, int type, Function<Record, R> cast) throws IOException {
    Message answer = send(name, type);
    int code = answer.getRcode();
    if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
      throw new TellingIoException(WORDS.phrase("dns.refused", Rcode.string(code)));
    }
    return answer.getSection(Section.ANSWER).stream()
        .filter(record -> record.getType() == type)
        .map(cast)
        .toList();
  }

  private Message send(String name, int type) throws IOException {
    try {
      Name asked = Name.fromString(name, Name.root);
      return resolver.send(Message.newQuery(Record.newRecord(asked, type, DClass.IN)));
    } catch (TextParseException e) {
      throw new TellingIoException(WORDS.phrase("dns.no-name", name), e);
    } catch (IOException e) {
      throw new TellingIoException(WORDS.phrase("dns.silent"), e);
    }
  }

  private static String text(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }
}
