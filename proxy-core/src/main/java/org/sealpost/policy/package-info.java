/**
 * What is to happen with an outgoing mail: pure functions from the account's policy, the envelope,
 * the header's addresses and the certificates at hand to a {@link org.sealpost.policy.SendPlan}.
 */
package org.sealpost.policy;
