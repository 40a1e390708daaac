package org.sealpost.server.smtp;

import java.util.Locale;
import org.sealpost.outbound.Outbound;
import org.sealpost.server.account.MailAccounts;

/**
 * What a session works with that another configuration changes. Immutable.
 *
 * @param language in which clients are told that read UTF-8; others are told in English
 */
public record SmtpParts(
    MailAccounts accounts, Outbound outbound, SmtpLimits limits, Locale language) {}
