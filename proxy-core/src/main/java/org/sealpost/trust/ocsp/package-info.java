/** Asking responders whether a certificate is revoked (RFC 6960). */
package org.sealpost.trust.ocsp;
