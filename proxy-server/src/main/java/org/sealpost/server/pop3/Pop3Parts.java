package org.sealpost.server.pop3;

import java.util.Locale;
import org.sealpost.inbound.Inbound;
import org.sealpost.server.account.MailAccounts;

/**
 * What a session works with that another configuration changes. Immutable.
 *
 * @param language in which clients are told that read UTF-8 and choose none
 */
public record Pop3Parts(
    MailAccounts accounts, Inbound inbound, Pop3Limits limits, Locale language) {}
