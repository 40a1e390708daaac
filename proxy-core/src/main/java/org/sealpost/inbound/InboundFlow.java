package org.sealpost.inbound;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.Purpose;
import org.sealpost.failure.Failure;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.keys.CardKeys;
import org.sealpost.keys.CardRecipientKeys;
import org.sealpost.keys.PinWait;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.policy.Account;
import org.sealpost.report.SignatureReport;
import org.sealpost.smime.Decompressor;
import org.sealpost.smime.Decryptor;
import org.sealpost.smime.Verifier;
import org.sealpost.store.StoreTrouble;
import org.sealpost.trust.CertificateTrust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens mail with the user's card, in this order: the layers are taken off ({@link Peeler}), the
 * signatures judged ({@link SignatureJudge}), the mail put together with its marks, and the
 * certificates of a verified sender kept. Thread-safe.
 */
public final class InboundFlow implements Inbound {
  /** What a compressed mail may grow to: far above any real mail, far below a disk. */
  private static final long LARGEST_DECOMPRESSED = 256L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(InboundFlow.class);

  private final CardAgent agent;
  private final Marking marking;
  private final SignerHarvest harvest;
  private final SpoolFactory spools;
  private final VerdictKeeper verdicts;
  private final Clock clock;
  private final Duration pinWait;
  private final Peeler peeler;
  private final SignatureJudge judge;
  private final OpenedMailBuilder builder;
  private final UnreadableMail unreadable;
  private final MailReports reports;

  /** As the other; mails are marked by header fields only, and get no report. */
  public InboundFlow(
      CardAgent agent,
      CertificateTrust trust,
      SignerHarvest harvest,
      VerdictKeeper verdicts,
      SpoolFactory spools,
      Clock clock,
      Duration pinWait,
      boolean allowRc2) {
    this(
        agent,
        trust,
        harvest,
        verdicts,
        spools,
        clock,
        pinWait,
        allowRc2,
        Marking.byFieldsOnly(),
        MailReports.none());
  }

  /**
   * A flow. The agent is asked only where something is to be decrypted.
   *
   * @param pinWait how long a mail waits for the PIN in all
   * @param allowRc2 whether RC2 is opened
   */
  public InboundFlow(
      CardAgent agent,
      CertificateTrust trust,
      SignerHarvest harvest,
      VerdictKeeper verdicts,
      SpoolFactory spools,
      Clock clock,
      Duration pinWait,
      boolean allowRc2,
      Marking marking,
      MailReports reports) {
    this.marking = marking;
    this.reports = reports;
    this.agent = agent;
    this.harvest = harvest;
    this.spools = spools;
    this.verdicts = verdicts;
    this.clock = clock;
    this.pinWait = pinWait;
    this.peeler =
        new Peeler(
            new Decryptor(spools, allowRc2),
            new Verifier(spools),
            new Decompressor(spools, LARGEST_DECOMPRESSED));
    this.judge = new SignatureJudge(trust);
    this.builder = new OpenedMailBuilder(spools, marking.forged());
    this.unreadable = new UnreadableMail(spools, marking);
  }

  @Override
  public boolean needsOpening(Header header) {
    return SmimeMarkers.in(header);
  }

  @Override
  public Header withoutForgedFields(Header header) {
    return marking.forged().without(header);
  }

  @Override
  public HeaderSieve sieve(OutputStream target) {
    return new HeaderSieve(
        target, marking.forged(), MailMarks.none(), Optional.of(Marks.note(Marks.taken())));
  }

  @Override
  public NestedSieve nestedSieve(Header content, OutputStream target) throws IOException {
    return new NestedSieve(content, marking.forged(), spools, target);
  }

  @Override
  public OpenedMail open(Account account, Content mail) throws IOException, Failure {
    return open(Optional.of(account), mail, clock.instant());
  }

  /**
   * As {@link #open(Account, Content)}, also for a mail of no account of ours, and as of another
   * time.
   *
   * @param account named in the PIN prompt
   * @param at the time to judge certificates at
   */
  public OpenedMail open(Optional<Account> account, Content mail, Instant at)
      throws IOException, Failure {
    Entity entity;
    try {
      entity = Entity.parse(mail);
    } catch (MimeException e) {
      return unreadable.pass(mail, e);
    }
    Peeled peeled = peeler.peel(entity, keys(account, entity.header()));
    boolean done = false;
    try {
      OpenedMail opened = opened(account, mail, entity.header(), peeled, at);
      done = true;
      return opened;
    } finally {
      if (!done) {
        peeled.close();
      }
    }
  }

  /** Whether the subject that is shown instead of the mail's own loses what looks like a mark. */
  private boolean losesMarkWithin(Peeled peeled) {
    return !peeled.asItCame()
        && ProtectedHeader.of(peeled)
            .flatMap(inside -> inside.first("Subject"))
            .filter(subject -> Marks.isTaken(subject, marking.forged().without(subject)))
            .isPresent();
  }

  private OpenedMail opened(
      Optional<Account> account, Content mail, Header original, Peeled peeled, Instant at)
      throws IOException, Failure {
    Judgement judgement = judge.judge(peeled, original, at);
    boolean authenticated =
        !(peeled.encryption() instanceof Encryption.Failed)
            && (peeled.hasIntegrity() || (peeled.isSignedOutside() && !judgement.good().isEmpty()));
    Header header = withoutForgedFields(original);
    boolean taken = Marks.isTaken(original, header) || losesMarkWithin(peeled);
    if (taken) {
      peeled.note(Marks.taken());
    }
    MailMarks marks =
        peeled.isSmime()
            ? Marks.all(
                marking.subject(), judgement, peeled.encryption(), authenticated, peeled.notes())
            : taken ? MailMarks.of(List.of(Marks.note(Marks.taken()))) : MailMarks.none();
    Content result =
        peeled.asItCame()
            ? builder.asItCame(mail, original, header, marks, peeled)
            : builder.opened(peeled, header, marks);
    Optional<SignatureReport> report =
        peeled.isSmime()
            ? reports.of(peeled, judgement, authenticated, original, clock.instant())
            : Optional.empty();
    if (report.filter(reports::isAttached).isPresent()) {
      ReportPart part = reports.part(report.get());
      result =
          peeled.asItCame()
              ? part.besideMail(
                  result, builder.asItCame(mail, original, header, MailMarks.none(), peeled))
              : part.besideBody(result);
    }
    keepCertificates(judgement, original);
    if (peeled.isSmime()) {
      keepVerdict(account, judgement, encryption(peeled, authenticated), original);
    }
    return new OpenedMail(
        result,
        peeled.encryption(),
        authenticated,
        judgement.verdict(),
        judgement.findings(),
        report,
        peeled::close);
  }

  private static EncryptionState encryption(Peeled peeled, boolean authenticated) {
    EncryptionState state = EncryptionState.of(peeled.encryption(), authenticated);
    return state == EncryptionState.NONE && peeled.isCompressed() ? EncryptionState.UNKNOWN : state;
  }

  private CardRecipientKeys keys(Optional<Account> account, Header header) {
    String address = account.map(Account::address).orElse("");
    String sender = Sender.of(header).first().orElse("");
    return new CardRecipientKeys(
        new CardKeys(agent, Purpose.openMail(address, sender), new PinWait(pinWait)));
  }

  /** A book that cannot be written to is no reason to keep the mail back. */
  private void keepCertificates(Judgement judgement, Header header) {
    Optional<String> sender = Sender.of(header).first();
    if (sender.isEmpty()) {
      return;
    }
    String messageId = messageId(header);
    for (JudgedSignature good : judgement.good()) {
      try {
        harvest.harvest(
            good.signature(),
            good.assessment().verdict(),
            sender.get(),
            messageId,
            clock.instant());
      } catch (RuntimeException e) {
        LOG.warn("a sender's certificate is not kept: {}", StoreTrouble.of(e));
        LOG.debug("it was that of {}", sender.get(), e);
      }
    }
  }

  /** Nor is one that cannot keep the verdict. */
  private void keepVerdict(
      Optional<Account> account, Judgement judgement, EncryptionState encryption, Header header) {
    try {
      verdicts.keep(
          new VerdictKeeper.JudgedMail(
              account,
              messageId(header),
              Sender.of(header).addresses(),
              clock.instant(),
              judgement.verdict(),
              judgement.judged(),
              Optional.of(encryption)));
    } catch (RuntimeException e) {
      LOG.warn("the verdict on a mail is not kept: {}", StoreTrouble.of(e));
      LOG.debug("where it failed", e);
    }
  }

  private static String messageId(Header header) {
    return header.first("Message-ID").map(HeaderField::value).orElse("");
  }
}
