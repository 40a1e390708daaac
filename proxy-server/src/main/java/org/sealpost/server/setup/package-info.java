/** Sets a user up: asks, looks, writes the configuration, and starts what it is for. */
package org.sealpost.server.setup;
