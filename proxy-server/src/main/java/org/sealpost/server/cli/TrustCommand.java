package org.sealpost.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sealpost trust}: anchors, and the user's own word on certificates. */
@Command(name = "trust", synopsisSubcommandLabel = "COMMAND")
final class TrustCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new UsageError(spec, "command-missing", spec.qualifiedName());
  }
}
