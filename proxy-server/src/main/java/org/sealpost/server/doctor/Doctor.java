package org.sealpost.server.doctor;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sealpost.card.api.CardAgent;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;
import org.sealpost.server.ConfiguredAnchors;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.server.doctor.ServerChecks.Result;
import org.sealpost.store.StoreException;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.PinnedAnchors;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;

/**
 * Examines everything that Sealpost needs, from the card reader to the mail servers, in the order
 * in which one thing rests on another. It changes nothing, logs in nowhere and spends no try of a
 * PIN. Takes half a minute at most. For use by one thread, in a process of its own: the JDK sees a
 * smart card service only if it ran when the first look was taken.
 */
public final class Doctor {
  static final Words WORDS = Words.beside(Doctor.class);

  /** For each answer of the card service, the agent and the servers. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** For all of them together. */
  private static final Duration LONGEST = PATIENCE.multipliedBy(3);

  private final Settings settings;
  private final CardAgent agent;
  private final Map<String, String> environment;
  private final Clock clock;

  /**
   * An examination.
   *
   * @param agent the running agent, if it runs; left open
   * @param environment names the session bus of the desktop
   */
  public Doctor(Settings settings, CardAgent agent, Map<String, String> environment, Clock clock) {
    this.settings = settings;
    this.agent = agent;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  /** Tells each finding as soon as it and those before it are known. */
  public void examine(Consumer<Finding> report) throws InterruptedException {
    DirectoryChecks directories = DirectoryChecks.begin(settings, LONGEST, clock);
    NoticeCheck notices = NoticeCheck.begin(!settings.notices().isEmpty(), environment);
    try (ServerChecks servers = new ServerChecks(settings, PATIENCE)) {
      AgentView view = AgentView.of(agent);
      CardService service = usesReaders() ? PcscLook.take(PATIENCE) : new CardService.Absent();
      readers(view, service).forEach(report);
      AgentChecks agentChecks = new AgentChecks(view, settings, view.unclaimed(service));
      report.accept(agentChecks.running());
      agentChecks.modules().forEach(report);
      agentChecks.tokens().forEach(report);
      certificates(view, agentChecks, report);
      List<Result> visited = servers.results();
      visited.forEach(result -> report.accept(result.finding()));
      directories.findings().forEach(report);
      report.accept(
          ClockCheck.of(
              clock.instant(), view.keys(), visited.stream().map(Result::clock).toList()));
      RevocationChecks.of(settings, clock.instant()).forEach(report);
      ConfigurationCheck.of(settings.controlSocket()).forEach(report);
      ListenerChecks.of(settings).forEach(report);
      SecretsCheck.of(settings.files()).forEach(report);
      report.accept(notices.finding(PATIENCE));
    }
  }

  private boolean usesReaders() {
    return settings.cardAgent().modules().filter(List::isEmpty).isEmpty();
  }

  private List<Finding> readers(AgentView view, CardService service) {
    if (!usesReaders()) {
      return ReaderChecks.skipped();
    }
    boolean files =
        settings.cardAgent().modules().isEmpty() && !settings.cardAgent().pkcs12().isEmpty();
    boolean needed = !files && !view.hasCardInModule();
    return ReaderChecks.of(service).stream().map(finding -> finding.unlessNeeded(needed)).toList();
  }

  private void certificates(AgentView view, AgentChecks agentChecks, Consumer<Finding> report) {
    Instant now = clock.instant();
    TrustAnchors anchors = TrustAnchors.of(List.of());
    try {
      anchors = new TrustAnchors(ConfiguredAnchors.withImported(settings));
    } catch (IOException | StoreException e) {
      report.accept(Finding.of(Check.CERTIFICATE, "", State.FAILED, Telling.of(e)));
    }
    List<X509Certificate> authorities =
        view.keys().stream().flatMap(key -> key.chain().stream()).toList();
    CertificateTrust trust =
        new CertificateTrust(
            TrustBasis.of(anchors).withPinned(PinnedAnchors.moica()).withKnown(() -> authorities));
    CertificateChecks checks = new CertificateChecks(view, trust, now);
    checks.certificates().forEach(report);
    agentChecks.pins().forEach(report);
    for (AccountSettings account : settings.accounts()) {
      checks.account(account.account()).forEach(report);
    }
    if (settings.accounts().isEmpty()) {
      report.accept(
          new Finding(
              Check.ACCOUNT,
              "",
              State.FAILED,
              WORDS.phrase("account.none"),
              WORDS.phrase("account.none.mend")));
    }
  }
}
