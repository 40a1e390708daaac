package org.sealpost.server.pop3;

import java.util.Locale;
import org.sealpost.inbound.Inbound;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.session.IdleSessions;
import org.sealpost.server.session.UpstreamWatch;

/**
 * What all sessions share.
 *
 * @param language in which clients are told that read UTF-8
 */
record Services(
    MailAccounts accounts,
    Connector connector,
    Inbound inbound,
    SpoolFactory spools,
    TlsServer tls,
    Pop3Limits limits,
    KeptBudget budget,
    SizeMemory sizes,
    IdleSessions idle,
    KeptBack keptBack,
    UpstreamWatch upstreams,
    Pop3Metrics metrics,
    Locale language) {}
