package org.sealpost.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sealpost book}: the certificate book. */
@Command(name = "book", synopsisSubcommandLabel = "COMMAND")
final class BookCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new UsageError(spec, "command-missing", spec.qualifiedName());
  }
}
