package org.sealpost.card.api;

/** A token came, went, was locked or unlocked; {@code token} is its state afterwards. */
public record TokenEvent(TokenInfo token) {}
