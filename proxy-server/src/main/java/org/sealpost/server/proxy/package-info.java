/** The proxy: its parts, in the order in which they start. */
package org.sealpost.server.proxy;
