package org.sealpost.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A mail that was refused since it could not be encrypted as it must be.
 *
 * @param mail the last try that was refused for it; it has a refusal
 * @param sentLater when the same mail, by account and Message-ID, was sent all the same
 */
public record RefusedMail(SentMail mail, Optional<Instant> sentLater) {}
