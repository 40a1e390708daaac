package org.sealpost.server.net;

/** One side's TLS set-up; made by {@link TlsServer} and {@link TlsClient}. */
public sealed interface Tls permits TlsServer, TlsClient {}
