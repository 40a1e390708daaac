package org.sealpost.server.proxy;

import java.time.Clock;
import org.sealpost.book.HarvestQueue;
import org.sealpost.card.api.CardAgent;
import org.sealpost.keys.CardAuthorities;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.events.Announcements;
import org.sealpost.server.events.Events;
import org.sealpost.server.metrics.Metrics;
import org.sealpost.store.Store;
import org.sealpost.verdicts.VerdictHistory;

/** The parts of the proxy that no other configuration changes while it runs. */
record Lasting(
    Store store,
    CardAgent card,
    CardAuthorities authorities,
    Metrics metrics,
    Events events,
    Announcements announcements,
    VerdictHistory history,
    HarvestQueue harvests,
    SpoolFactory spools,
    Clock clock) {}
