/**
 * What stops a mail, and how it is said: {@link org.sealpost.failure.Failure} carries the codes,
 * {@link org.sealpost.failure.Words} the text.
 */
package org.sealpost.failure;
