package org.sealpost.server.console;

import java.util.List;

/**
 * What was found of a mail, or of several that cannot be told apart by their Message-ID.
 *
 * @param self the link to this page
 */
record ReceivedDetails(String self, List<VerdictView> mails) {}
