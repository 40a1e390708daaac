/**
 * What became of mails on their way out: the journal, by which a mail client that tries again has
 * nothing delivered twice, and the record of sent mails, for people.
 */
package org.sealpost.journal;
