/**
 * How commands reach a running proxy: a Unix-domain socket of its own, for the same user alone,
 * with JSON-RPC as the card-agent's has it.
 */
package org.sealpost.server.control;
