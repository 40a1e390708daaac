/**
 * Certificates of people whom the user has no mail from yet: asked for in LDAP directories and in
 * the DNS while the mail client is still sending. A directory is believed in nothing: what it gives
 * must carry the address and lead to an anchor like any certificate. That it cannot be asked stops
 * a mail for the time being, where the mail is to be encrypted if that is possible.
 */
package org.sealpost.directory;
