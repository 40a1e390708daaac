/**
 * The card's keys as {@code smime} uses them: the one place where mail meets {@link
 * org.sealpost.card.api.CardAgent}, and where what the card cannot do now becomes a {@link
 * org.sealpost.failure.Failure}.
 */
package org.sealpost.keys;
