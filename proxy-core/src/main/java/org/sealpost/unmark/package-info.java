/**
 * Takes our marks off what goes out, so that the seal word stays on this machine: out of subjects,
 * other fields, file names, quoted text and attached mails, before a mail is planned, signed and
 * encrypted ({@link org.sealpost.unmark.MarkRemover}). What has no mark keeps its bytes.
 *
 * <ul>
 *   <li>Looked through are the headers of all parts and all bodies of type {@code text/*}, other
 *       files that hold text (XML, mailboxes, what has no type), and mails attached as
 *       message/rfc822, message/global or a file {@code *.eml}, in whatever transfer encoding.
 *       Characters of HTML, of URIs, of JSON and of RTF count however they are written. Other types
 *       of content (PDF, office documents, archives, winmail.dat), texts in UTF-7 and what is
 *       encrypted are not looked through.
 *   <li>What is signed and holds a mark (multipart/signed, a text signed by OpenPGP) is refused: to
 *       change it would break the signature, to send it would give the word away.
 *   <li>A mark is known by its form, a word with our signs and what they say behind it, whatever
 *       word it is: so no answer tells which of many words in a quoted text is the right one. The
 *       word without that is text like any other.
 * </ul>
 */
package org.sealpost.unmark;
