package org.sealpost.server.console;

/** The pages of one subject. */
interface Section {
  void addTo(Routes routes);
}
