/**
 * Sealpost's own pages, for the browser of this machine's user alone. {@code Console} is the
 * server; {@code Gate} lets in; a {@code Section} has the pages of one subject; templates are
 * beside the sources, in {@code src/main/jte}.
 */
package org.sealpost.server.console;
