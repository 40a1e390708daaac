/**
 * Sockets and TLS: the only package with Netty types. A {@link org.sealpost.server.net.Connection}
 * gives a session on a virtual thread blocking streams over a channel; a {@link
 * org.sealpost.server.net.Network} listens and connects.
 */
package org.sealpost.server.net;
