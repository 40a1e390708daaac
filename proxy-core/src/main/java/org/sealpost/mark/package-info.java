/**
 * The header fields of our own, {@code X-Sealpost-*}, by which an opened mail says what was found.
 * Only we may write them: they are removed from what arrives and from what leaves. ABNF (RFC 5234)
 * of what stands in them once encoded words (RFC 2047) are decoded:
 *
 * <pre>
 * X-Sealpost-Verdict:    verdict
 * X-Sealpost-Signer:     text                   ; who signed, as the verdict's signature says
 * X-Sealpost-Signature:  verdict [";" signer] [";" reason]   ; one for each signature
 * X-Sealpost-Encryption: "none"
 *                        / "decrypted" "; cipher=" token "; authenticated=" ("yes" / "no")
 *                          ["; weak=yes"]
 *                        / "failed" ";" reason
 * X-Sealpost-Note:       text                   ; what else is to be known, for people
 * verdict = "unsigned" / "unknown" / "valid" / "unchecked" / "untrusted" / "invalid"
 *           / "not-the-sender"         ; "unknown": encrypted, and not opened
 * signer  = " signer=" quoted-string
 * reason  = " reason=" quoted-string            ; words for people
 * </pre>
 *
 * Verdict and Encryption are in every mail that was S/MIME, Signer and Signature where there was a
 * signature. A mail that was none has no such field.
 */
package org.sealpost.mark;
