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
 * the fields that programs show (Subject, Thread-Topic, Comments, Keywords, Organization, and the
 * names in address fields) lose each look-alike. What is one is decided <b>without the seal
 * word</b>: a mail with a thousand words in it, each in a mark, loses all thousand or none, and the
 * answer to it tells nothing. Compared is what a reader sees: letters of other scripts, widths and
 * styles that look the same are the same, and so are ticks of all kinds, locks, and the like; what
 * cannot be seen, blanks and punctuation between the letters do not count. A look-alike is a
 * bracket of any shape, up to 120 characters wide, in which
 *
 * <ul>
 *   <li>a sign of ours is followed by the words of one of our states, in either language, and
 *       nothing but these, or with anything before the sign;
 *   <li>one word of 2 to 12 letters, as a seal word, stands before the sign, and behind it a kin of
 *       our words, as <i>signature</i>, or a second sign, one of the two being a lock.
 * </ul>
 *
 * Neighbouring brackets count as one, and a square one that lacks its other half counts as far as
 * what it has of ours.
 *
 * <p>So {@code [簽章] 請確認}, {@code (★★★ Verified purchase)}, {@code [🔒 Encrypted] message}, {@code
 * 🔒 security update} are none, and no bracket for the word in it alone. All ways in which programs
 * may read the octets are looked at: in which charsets, whether encoded words (RFC 2047) are
 * joined, believed, or decoded again. A field without a look-alike is not touched; one with any is
 * written anew as UTF-8 without it, an address field with its addresses as they were. A Subject or
 * sender of 64 KiB or more is no honest one, and goes; one that is encoded in so many ways that its
 * readings are many times its length is written anew as most programs show it.
 *
 * <p>The same holds for the headers of mails within a mail, in base64 and quoted-printable too, but
 * in what its author signed other than by S/MIME (multipart/signed), which stays as it is.
 *
 * <p>A bracket with a sign like ours and words like ours is a look-alike whoever wrote it: a ticket
 * system's {@code [Ticket ❌ not verified]} is lost, and the mail says so. {@code [#4711] ❌ not
 * verified} and {@code [Ticket #4711]} are not. To let the first pass by what stands before the
 * sign would let a sender choose words that read as a seal word.
 */
package org.sealpost.mark;
