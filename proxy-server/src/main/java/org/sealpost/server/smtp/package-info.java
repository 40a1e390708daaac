/**
 * The submission proxy. A mail's way: {@code SmtpSession} reads a command and finds its {@code
 * Verb}; {@code DataVerb} reads the mail through a {@code DotReader} into a spool; a {@code
 * Submission} has it protected and streams it through a {@code SmtpUpstream} and a {@code
 * DotWriter} to the real server, whose reply goes back to the client.
 */
package org.sealpost.server.smtp;
