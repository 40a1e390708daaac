package org.sealpost.server.cli;

import java.util.Optional;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Model.CommandSpec;

/** Mail addresses on the command line. */
final class AddressArgument {
  private AddressArgument() {}

  /**
   * The address as {@link MailAddress#normalise} gives it.
   *
   * @throws UsageError if it is none
   */
  static String normalised(CommandSpec spec, String written) {
    return MailAddress.normalise(written)
        .orElseThrow(() -> new UsageError(spec, "not-an-address", PlainText.of(written)));
  }

  /** As the other, of an option that need not be given. */
  static Optional<String> normalised(CommandSpec spec, Optional<String> written) {
    return written.map(address -> normalised(spec, address));
  }
}
