package org.sealpost.introduction;

import java.time.Instant;
import java.util.Optional;

/**
 * Someone was asked for a signed answer.
 *
 * @param account who asked, and
 * @param address who was asked; both as {@link org.sealpost.trust.MailAddress#normalise} gives them
 * @param introduced when, the last time, to the second
 * @param answered since when encryption works for that: when a verified mail from that address
 *     brought a certificate to encrypt to, to the second; empty while none has come
 */
public record Introduction(
    String account, String address, Instant introduced, Optional<Instant> answered) {}
