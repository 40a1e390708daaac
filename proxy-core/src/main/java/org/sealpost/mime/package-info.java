/**
 * Byte-exact messages. A mail lies in a {@link org.sealpost.mime.Spool}; {@link
 * org.sealpost.mime.Entity} is a view of its structure, {@link org.sealpost.mime.Header} of its
 * fields; {@link org.sealpost.mime.CanonicalEntity} writes it in the form that is signed. Bodies
 * are only ever streamed. Jakarta Mail knows the charsets; it reads no structure and no addresses
 * here, since it holds parts in memory, changes bytes, and takes quadratic time for some headers.
 */
package org.sealpost.mime;
