package org.sealpost.verdicts;

/**
 * A mail that is to be judged again.
 *
 * @param looks how often it was since it was opened last
 */
record PendingMail(long id, int looks, KeptMail mail) {}
