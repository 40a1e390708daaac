/**
 * What is to happen with an outgoing mail: pure functions from what the mail asks for ({@link
 * org.sealpost.policy.Triggers}), the account's policy and its {@link org.sealpost.policy.Rules}
 * for recipients, the envelope, the header's addresses and the certificates at hand to a {@link
 * org.sealpost.policy.SendPlan}.
 */
package org.sealpost.policy;
