package org.sealpost.policy;

import java.util.Optional;

/**
 * One recipient of the envelope.
 *
 * @param address as RCPT has it
 * @param visible whether To or Cc names it, so that all others may know of it
 * @param obstacle empty if there is a usable certificate
 */
public record Recipient(String address, boolean visible, Optional<Obstacle> obstacle) {}
