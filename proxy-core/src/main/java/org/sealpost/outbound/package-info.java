/**
 * The sending flow: from what the client sent to what the real server gets, in the order of {@link
 * org.sealpost.outbound.OutboundFlow#prepare}: the signer is chosen, the recipients' certificates
 * are looked up, {@link org.sealpost.policy.Planner} decides, the card is unlocked, and a {@link
 * org.sealpost.outbound.Delivery} is made for each copy.
 */
package org.sealpost.outbound;
