/** Finds the mail servers of an address, and tries them. */
package org.sealpost.server.setup.find;
