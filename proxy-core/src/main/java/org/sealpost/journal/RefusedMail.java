package org.sealpost.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A mail that was not sent.
 *
 * @param mail the last try that was refused, by Sealpost or by the real server
 * @param sentLater when the same mail, by account and Message-ID, was sent all the same
 */
public record RefusedMail(SentMail mail, Optional<Instant> sentLater) {}
