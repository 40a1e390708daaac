/** What happens in a running proxy, told to whoever wants to show it: console, notices, log. */
package org.sealpost.server.events;
