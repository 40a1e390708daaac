/** The processes of an installation that run, found by what they hold. */
package org.sealpost.server.running;
