/** POP3 (RFC 1939) towards the mail client, and the client's side of it towards the real server. */
package org.sealpost.server.pop3;
