package org.sealpost.card.api;

/**
 * A token came, went, was locked, unlocked or forgotten; {@code token} is its state afterwards. One
 * that was forgotten is absent, and its certificates are no longer known.
 */
public record TokenEvent(TokenInfo token) {}
