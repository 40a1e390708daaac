package org.sealpost.server.smtp;

import java.util.Locale;
import java.util.function.Consumer;
import org.sealpost.journal.Journal;
import org.sealpost.journal.SentMail;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.outbound.Outbound;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.session.IdleSessions;

/**
 * What all sessions share.
 *
 * @param language in which clients are told that read UTF-8
 */
record Services(
    MailAccounts accounts,
    Upstreams.Opener opener,
    Outbound outbound,
    SpoolFactory spools,
    TlsServer tls,
    SmtpLimits limits,
    Journal journal,
    Consumer<SentMail> sentMails,
    IdleSessions idle,
    SmtpMetrics metrics,
    Locale language) {}
