/**
 * The mail accounts as the servers for both protocols see them: which real servers they have, and
 * which of them a client means by the name with which it logs in.
 */
package org.sealpost.server.account;
