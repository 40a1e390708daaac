package org.sealpost.directory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.trust.CertificateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SMIMEARecord;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * The DNS as a directory: SMIMEA records (RFC 8162), of which only those count that hold a whole
 * certificate (selector 0, matching type 0).
 *
 * <p>The signatures of the answer, and of the answer that there is none, are checked here up to the
 * trust anchors (RFC 4035 §5): a resolver's own word (the AD bit) is nothing that could not be
 * forged on the way. Where a zone is shown to be unsigned, nothing that it says counts, and it is
 * as good as empty. Whatever else has no valid signature is a failure.
 *
 * <p>Usages 1 and 3 name the holder's certificate, 0 and 2 a CA's, which helps to build a path. By
 * the RFC, 2 and 3 ask to trust it because the DNS says so. That is not done: the certificate is
 * judged like any other, so that whoever runs the domain, or one above, cannot put a key under
 * someone's address.
 *
 * <p>Thread-safe.
 */
public final class SmimeaDirectory implements Directory {
  private static final Logger LOG = LoggerFactory.getLogger(SmimeaDirectory.class);
  private static final Words WORDS = Words.beside(SmimeaDirectory.class);

  private static final Duration WHOLE = Duration.ofSeconds(20);
  private static final Duration ROUND = Duration.ofSeconds(4);
  private static final Duration UNSIGNED = Duration.ofHours(1);
  private static final Duration NOT_FOUND = Duration.ofMinutes(10);

  private final SmimeaSettings settings;
  private final byte[] anchors;
  private final Clock clock;
  private Resolver resolver;
  private List<InetSocketAddress> resolverServers = List.of();

  /**
   * None is asked yet.
   *
   * @throws IOException if the file with trust anchors cannot be read; the message names it
   */
  public SmimeaDirectory(SmimeaSettings settings, Clock clock) throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.anchors = anchors(settings.trustAnchors());
    try {
      this.resolver = validating(settings.servers());
    } catch (UncheckedIOException e) {
      throw new TellingIoException(
          WORDS.phrase("anchors.damaged", settings.trustAnchors().map(Path::toString).orElse("")),
          e);
    }
  }

  private static byte[] anchors(Optional<Path> file) throws IOException {
    if (file.isPresent()) {
      try {
        return Files.readAllBytes(file.get());
      } catch (IOException e) {
        throw new TellingIoException(WORDS.phrase("anchors.unreadable", file.get()), e);
      }
    }
    try (InputStream in = SmimeaDirectory.class.getResourceAsStream("root-anchors.txt")) {
      return in.readAllBytes();
    }
  }

  @Override
  public String name() {
    return SmimeaSettings.NAME;
  }

  @Override
  public String identity() {
    return settings.identity();
  }

  @Override
  public Domains domains() {
    return settings.domains();
  }

  @Override
  public Answer ask(Question question) {
    long deadline = System.nanoTime() + WHOLE.toNanos();
    SequencedSet<X509Certificate> certificates = new LinkedHashSet<>();
    Duration life = Duration.ofDays(1);
    for (Name name : SmimeaName.of(question)) {
      switch (ask(name, deadline)) {
        case Answer.Failed failed -> {
          return failed;
        }
        case Answer.Told(List<X509Certificate> more, Duration timeToLive) -> {
          certificates.addAll(more);
          life = shorter(life, timeToLive);
        }
      }
    }
    return new Answer.Told(List.copyOf(certificates), life);
  }

  /** The keys that the trust anchors are for must come with a signature that holds. */
  @Override
  public Optional<Answer.Failed> reach() {
    long deadline = System.nanoTime() + WHOLE.toNanos();
    Answer answer = ask(anchored(), Type.DNSKEY, deadline, SmimeaDirectory::signed);
    return answer instanceof Answer.Failed failed ? Optional.of(failed) : Optional.empty();
  }

  private static Answer signed(Message response) {
    boolean good = response.getRcode() == Rcode.NOERROR && response.getHeader().getFlag(Flags.AD);
    return good
        ? new Answer.Told(List.of(), Duration.ZERO)
        : new Answer.Failed(WORDS.phrase("dns.bogus", Rcode.string(response.getRcode())));
  }

  private Name anchored() {
    try (Master records = new Master(new ByteArrayInputStream(anchors), Name.root, 0)) {
      return records.nextRecord().getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer ask(Name name, long deadline) {
    return ask(name, Type.SMIMEA, deadline, this::read);
  }

  private Answer ask(Name name, int type, long deadline, Function<Message, Answer> reader) {
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    try {
      Message response =
          resolver()
              .sendAsync(query)
              .toCompletableFuture()
              .get(Math.max(deadline - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
      return reader.apply(response);
    } catch (TimeoutException e) {
      return new Answer.Failed(WORDS.phrase("dns.slow"));
    } catch (ExecutionException e) {
      LOG.debug("the DNS cannot be asked", e);
      return new Answer.Failed(WORDS.phrase("dns.unreachable"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed(WORDS.phrase("stopped"));
    }
  }

  /** What a response says whose signatures were checked; the AD bit is the validator's own. */
  Answer read(Message response) {
    int code = response.getRcode();
    if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
      LOG.debug("the DNS answers {}", response);
      return new Answer.Failed(WORDS.phrase("dns.bogus", Rcode.string(code)));
    }
    if (!response.getHeader().getFlag(Flags.AD)) {
      return new Answer.Told(List.of(), UNSIGNED);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    Duration life = Duration.ofDays(1);
    boolean answered = false;
    for (RRset set : response.getSectionRRsets(Section.ANSWER)) {
      life = shorter(life, life(set));
      if (set.getType() == Type.SMIMEA) {
        answered = true;
        set.rrs(false).forEach(it -> certificate((SMIMEARecord) it).ifPresent(certificates::add));
      }
    }
    return new Answer.Told(certificates, answered ? life : shorter(life, denialLife(response)));
  }

  private static Optional<X509Certificate> certificate(SMIMEARecord smimea) {
    if (smimea.getSelector() != SMIMEARecord.Selector.FULL_CERTIFICATE
        || smimea.getMatchingType() != SMIMEARecord.MatchingType.EXACT) {
      return Optional.empty();
    }
    try {
      return Optional.of(CertificateFile.parse(smimea.getCertificateAssociationData()));
    } catch (CertificateException e) {
      LOG.debug("a certificate in the DNS cannot be read", e);
      return Optional.empty();
    }
  }

  /** No longer than its signature holds (RFC 4035 §5.3.3). */
  private Duration life(RRset set) {
    Duration life = Duration.ofSeconds(set.getTTL());
    Instant now = clock.instant();
    for (RRSIGRecord signature : set.sigs()) {
      life = shorter(life, Duration.between(now, signature.getExpire()));
    }
    return life.isNegative() ? Duration.ZERO : life;
  }

  /** RFC 2308 §5. */
  private Duration denialLife(Message response) {
    Duration life = NOT_FOUND;
    for (RRset set : response.getSectionRRsets(Section.AUTHORITY)) {
      if (set.first() instanceof SOARecord soa) {
        life = shorter(life, shorter(life(set), Duration.ofSeconds(soa.getMinimum())));
      }
    }
    return life;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Made anew, with nothing remembered, when the system has come into another network. */
  private synchronized Resolver resolver() {
    if (settings.servers().isEmpty()) {
      ResolverConfig.refresh();
      List<InetSocketAddress> now = ResolverConfig.getCurrentConfig().servers();
      if (!now.equals(resolverServers)) {
        resolver = validating(now);
        resolverServers = List.copyOf(now);
      }
    }
    return resolver;
  }

  private Resolver validating(List<InetSocketAddress> servers) {
    ExtendedResolver head =
        new ExtendedResolver(servers.stream().<Resolver>map(SimpleResolver::new).toList());
    head.setTimeout(WHOLE);
    for (Resolver each : head.getResolvers()) {
      each.setTimeout(ROUND);
    }
    ValidatingResolver validating = new ValidatingResolver(head, clock);
    try (InputStream in = new ByteArrayInputStream(anchors)) {
      validating.loadTrustAnchors(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new UncheckedIOException(new IOException(e));
    }
    return validating;
  }
}
