/** Mails as other programs save them to files. */
package org.sealpost.server.saved;
