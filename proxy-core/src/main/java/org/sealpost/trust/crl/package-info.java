/**
 * Certificate revocation lists (RFC 5280 §5) of any length: read as a stream, kept as sorted files
 * that are mapped into memory, asked for one certificate at a time.
 */
package org.sealpost.trust.crl;
