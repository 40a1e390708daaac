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
 * signature. A mail that was none has no such field. With them goes one field
 * Authentication-Results (RFC 8601, RFC 7281) of {@value OwnResults#AUTHSERV_ID}.
 *
 * <p><b>The mark before a subject.</b> By choice a mail that came signed or encrypted has one, as
 * {@code [松柏 ✔簽章 🔒] 主旨}:
 *
 * <pre>
 * mark  = "[" seal-word 1*(SP state) "]"
 * state = sign word / "🔒"               ; the lock alone behind another state
 * </pre>
 *
 * The seal word is known on this machine only, so no sender can write the mark.
 *
 * <p><b>What looks like it.</b> A user may not look at the word, so of every mail, S/MIME or not,
 * the fields that programs show (Subject, Thread-Topic, Comments, Keywords, and the names in
 * address fields) lose each look-alike. Compared is what a reader sees: letters of other scripts,
 * widths and styles that look the same are the same, and so are ticks of all kinds, locks, and the
 * like; what cannot be seen, blanks and punctuation between the letters do not count. A look-alike
 * is
 *
 * <ul>
 *   <li>a bracket of any shape, up to 120 characters wide, in which there is a sign of ours and a
 *       word of ours (of any state, in either language, or one of its kin as <i>signature</i>), or
 *       a lock and another sign; neighbouring brackets count as one, and a square one that lacks
 *       its other half counts as far as what it has of ours;
 *   <li>a bracket in which the seal word stands by itself, or stands with a sign or word of ours;
 *   <li>without a bracket, the seal word and a sign of ours with no other letter between them.
 * </ul>
 *
 * So {@code [簽章] 請確認}, {@code (signed) contract}, {@code ✔ done} and {@code 🔒 security update} are
 * none. All ways in which programs may read the octets are looked at: in which charsets, whether
 * encoded words (RFC 2047) are joined, believed, or decoded again. A field without a look-alike is
 * not touched; one with any is written anew as UTF-8 without it, an address field with its
 * addresses as they were. A Subject or sender of 64 KiB or more is no honest one, and goes.
 *
 * <p>The same holds for the headers of mails within a mail, but in what its author signed other
 * than by S/MIME (multipart/signed), which stays as it is.
 */
package org.sealpost.mark;
