package org.sealpost.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sealpost card}: the cards that the agent holds. */
@Command(name = "card", synopsisSubcommandLabel = "COMMAND")
final class CardCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new UsageError(spec, "command-missing", spec.qualifiedName());
  }
}
