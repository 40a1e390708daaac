package org.sealpost.server.console;

/** What the overview shows. */
record Overview(CardsView cards) {}
