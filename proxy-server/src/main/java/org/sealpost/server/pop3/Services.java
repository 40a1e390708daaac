package org.sealpost.server.pop3;

import io.micrometer.core.instrument.MeterRegistry;
import org.sealpost.inbound.Inbound;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.session.IdleSessions;

/** What all sessions share. */
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
    MeterRegistry meters) {}
