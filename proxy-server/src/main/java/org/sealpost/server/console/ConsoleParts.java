package org.sealpost.server.console;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sealpost.book.CertificateBook;
import org.sealpost.card.api.CardAgent;
import org.sealpost.journal.SentMails;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.permission.StoredPermissions;
import org.sealpost.server.Judging;
import org.sealpost.server.Reload;
import org.sealpost.server.Settings;
import org.sealpost.server.events.Events;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.verdicts.VerdictHistory;

/**
 * What of the running proxy the console shows and changes.
 *
 * @param listeners the addresses where mail clients connect, by protocol
 * @param sealpost the command line of this program with the arguments that it is given
 * @param lastReload what came of the last time that the configuration was read anew
 */
public record ConsoleParts(
    Settings settings,
    SequencedMap<String, InetSocketAddress> listeners,
    Store store,
    CardAgent card,
    Judging judging,
    CertificateTrust trust,
    CertificateBook book,
    StoredPermissions permissions,
    SentMails sentMails,
    VerdictHistory history,
    SpoolFactory spools,
    Events events,
    Monitoring monitoring,
    UnaryOperator<List<String>> sealpost,
    Clock clock,
    Supplier<Optional<Reload>> lastReload) {
  /** Of a proxy whose configuration stays as it is. */
  public ConsoleParts(
      Settings settings,
      SequencedMap<String, InetSocketAddress> listeners,
      Store store,
      CardAgent card,
      Judging judging,
      CertificateTrust trust,
      CertificateBook book,
      StoredPermissions permissions,
      SentMails sentMails,
      VerdictHistory history,
      SpoolFactory spools,
      Events events,
      Monitoring monitoring,
      UnaryOperator<List<String>> sealpost,
      Clock clock) {
    this(
        settings,
        listeners,
        store,
        card,
        judging,
        trust,
        book,
        permissions,
        sentMails,
        history,
        spools,
        events,
        monitoring,
        sealpost,
        clock,
        Optional::empty);
  }
}
