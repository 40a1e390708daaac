package org.sealpost.server.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sealpost.book.CertificateBook;
import org.sealpost.directory.Directories;
import org.sealpost.inbound.Inbound;
import org.sealpost.inbound.InboundFlow;
import org.sealpost.inbound.Marking;
import org.sealpost.introduction.Introductions;
import org.sealpost.mark.SealWord;
import org.sealpost.outbound.Outbound;
import org.sealpost.outbound.OutboundFlow;
import org.sealpost.permission.StoredPermissions;
import org.sealpost.server.ConfiguredAccounts;
import org.sealpost.server.ConfiguredDirectories;
import org.sealpost.server.Judging;
import org.sealpost.server.Reports;
import org.sealpost.server.Settings;
import org.sealpost.server.SettingsException;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.console.Console;
import org.sealpost.server.notice.Notices;
import org.sealpost.server.pop3.Pop3Limits;
import org.sealpost.server.pop3.Pop3Parts;
import org.sealpost.server.seal.KeptSealWord;
import org.sealpost.server.smtp.SmtpLimits;
import org.sealpost.server.smtp.SmtpParts;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.crl.CrlProgress;
import org.sealpost.unmark.MarkRemover;
import org.sealpost.verdicts.VerdictHistory;

/**
 * The parts of the proxy that one configuration makes. Sessions that began with a generation end
 * with it, whatever configuration comes after. Immutable, but for what it does in the background.
 */
final class Generation implements Generations.Parts {
  private final Settings settings;
  private final Lasting lasting;
  private final MailAccounts accounts;
  private final Judging judging;
  private final CertificateTrust trust;
  private final CertificateBook book;
  private final StoredPermissions permissions;
  private final Directories directories;
  private final Outbound outbound;
  private final Inbound inbound;
  private Optional<VerdictHistory.Completion> completion = Optional.empty();
  private volatile Optional<Console.Pages> pages = Optional.empty();
  private Optional<Notices> notices = Optional.empty();

  private Generation(Basis basis, Lasting lasting, Judging judging) throws IOException {
    this.settings = basis.settings();
    this.lasting = lasting;
    this.accounts = basis.accounts();
    this.judging = judging;
    Clock clock = lasting.clock();
    trust = new CertificateTrust(judging.basis().withSightings(lasting.history()));
    Introductions introductions = new Introductions(lasting.store());
    book =
        new CertificateBook(
            lasting.store(), trust, lasting.announcements().afterHearing(introductions::answered));
    directories = ConfiguredDirectories.behind(book, settings, trust, lasting.store(), clock);
    permissions = new StoredPermissions(lasting.store());
    Duration pinWait = settings.cardAgent().pinWait();
    outbound =
        new OutboundFlow(
            lasting.card(),
            directories,
            permissions,
            clock,
            pinWait,
            settings.algorithms(),
            new MarkRemover(Optional.of(basis.sealWord()), lasting.spools()));
    inbound =
        new InboundFlow(
            lasting.card(),
            trust,
            (signature, verdict, sender, messageId, now) ->
                lasting.harvests().harvest(book, signature, verdict, sender, messageId, now),
            lasting.announcements().afterKeeping(lasting.history()),
            lasting.spools(),
            clock,
            pinWait,
            settings.allowRc2(),
            Marking.with(basis.sealWord(), settings.language(), settings.marks().subject()),
            Reports.attached(settings, judging, lasting.history()));
  }

  /**
   * What of a configuration stands in other files, read before anything is changed.
   *
   * @param accounts with the certificates that vouch for their servers
   */
  record Basis(Settings settings, MailAccounts accounts, SealWord sealWord) {
    /**
     * Reads it.
     *
     * @throws SettingsException if there is nothing to do for a proxy
     * @throws IOException if a file that the settings name cannot be used; the message says which
     */
    static Basis of(Settings settings) throws SettingsException, IOException {
      MailAccounts accounts = ConfiguredAccounts.of(settings);
      return new Basis(
          settings,
          accounts,
          KeptSealWord.of(
              settings.marks().sealWord(), settings.sealWordFile(), settings.language()));
    }
  }

  /**
   * Makes the parts. Nothing happens in the background before {@link #begin}.
   *
   * @throws IOException if a file that the settings name cannot be used; the message says which
   */
  static Generation of(Basis basis, Lasting lasting) throws IOException {
    MeterRegistry meters = lasting.metrics().registry();
    Judging judging =
        Judging.open(
            basis.settings(),
            lasting.store(),
            List.of(),
            lasting.authorities(),
            CrlProgress.none(),
            lasting.clock(),
            meters);
    try {
      return new Generation(basis, lasting, judging);
    } catch (IOException | RuntimeException e) {
      judging.close();
      throw e;
    }
  }

  @Override
  public synchronized void begin() {
    completion =
        Optional.of(
            lasting
                .history()
                .completeWith(trust, lasting.clock(), lasting.announcements()::judgedAgain));
    notices =
        Optional.of(
            ConfiguredNotices.start(
                settings, lasting.events(), lasting.card(), System.getenv(), lasting.clock()));
    judging.lists().keepFresh();
  }

  @Override
  public synchronized void end() {
    // First, as whatever comes next must not judge beside it.
    completion.ifPresent(VerdictHistory.Completion::close);
    completion = Optional.empty();
    notices.ifPresent(Notices::close);
    notices = Optional.empty();
  }

  /** Says which pages show it; before it is in use. */
  void shownBy(Console.Pages shown) {
    pages = Optional.of(shown);
  }

  /** The pages that show it. */
  Console.Pages pages() {
    return pages.orElseThrow();
  }

  Settings settings() {
    return settings;
  }

  Judging judging() {
    return judging;
  }

  CertificateTrust trust() {
    return trust;
  }

  CertificateBook book() {
    return book;
  }

  StoredPermissions permissions() {
    return permissions;
  }

  /** For a session of a client that sends. */
  SmtpParts forSending() {
    SmtpLimits limits =
        SmtpLimits.of(
            settings.listen().maxConnections(),
            settings.upstream().connectTimeout(),
            settings.upstream().readTimeout());
    return new SmtpParts(accounts, outbound, limits, settings.language());
  }

  /** For a session of a client that fetches. */
  Pop3Parts forFetching() {
    return new Pop3Parts(accounts, inbound, fetchingLimits(settings), settings.language());
  }

  static Pop3Limits fetchingLimits(Settings settings) {
    return Pop3Limits.standard()
        .with(
            settings.listen().maxConnections(),
            settings.upstream().connectTimeout(),
            settings.upstream().readTimeout());
  }

  @Override
  public void close() {
    end();
    directories.close();
    judging.close();
  }
}
