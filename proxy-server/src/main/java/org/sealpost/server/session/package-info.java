/** What the sessions of both protocols share, and what is neither SMTP nor POP3. */
package org.sealpost.server.session;
