package org.sealpost.server.pop3;

import java.io.InputStream;

/** How much of a mail the client wants. */
sealed interface Extent {
  /** The command that asks the real server for as much. */
  String command(int number);

  /** The status line before a mail of this size. */
  String status(long size);

  /** As much as that of what follows the header: the empty line and the body. */
  InputStream of(InputStream rest);

  /** RETR. */
  record Whole() implements Extent {
    @Override
    public String command(int number) {
      return "RETR " + number;
    }

    @Override
    public String status(long size) {
      return "+OK " + size + " octets";
    }

    @Override
    public InputStream of(InputStream rest) {
      return rest;
    }
  }

  /** TOP: the header and the first lines of the body. */
  record Top(int bodyLines) implements Extent {
    @Override
    public String command(int number) {
      return "TOP " + number + " " + bodyLines;
    }

    @Override
    public String status(long size) {
      return "+OK";
    }

    @Override
    public InputStream of(InputStream rest) {
      return new LinesInput(rest, bodyLines + 1L);
    }
  }
}
