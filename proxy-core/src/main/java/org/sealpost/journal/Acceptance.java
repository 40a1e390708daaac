package org.sealpost.journal;

import java.time.Instant;

/**
 * A real server has taken the responsibility for a mail to a recipient.
 *
 * @param at when its reply came
 * @param reply code and text on one line
 */
public record Acceptance(Instant at, String reply) {}
