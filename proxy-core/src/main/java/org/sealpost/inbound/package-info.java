/**
 * The receiving flow: from what the real server has to what the client gets. The header fields by
 * which an opened mail is marked are described in {@link org.sealpost.mark}.
 */
package org.sealpost.inbound;
