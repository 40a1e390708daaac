package org.sealpost.server.cli;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.decisions.CertificateFinder;
import org.sealpost.trust.decisions.CertificateFinder.Found;
import org.sealpost.trust.decisions.CertificateFinder.Naming;

/** The one certificate that an argument names. */
final class CertificateChoice {
  private final CertificateFinder finder;
  private final Screen screen;

  CertificateChoice(CertificateFinder finder, Screen screen) {
    this.finder = finder;
    this.screen = screen;
  }

  /**
   * Finds it.
   *
   * @throws CommandFailed if there is none, or more than one; which there are is told before
   */
  X509Certificate of(String written) throws IOException, CommandFailed {
    return of(written, _ -> true);
  }

  /** As {@link #of(String)}; of several it is the only one that may be meant. */
  X509Certificate of(String written, Predicate<X509Certificate> meant)
      throws IOException, CommandFailed {
    return switch (finder.find(written)) {
      case Found.One(_, X509Certificate certificate) -> certificate;
      case Found.Several(Naming naming, List<X509Certificate> certificates) -> {
        List<X509Certificate> rest = certificates.stream().filter(meant).toList();
        if (rest.size() != 1) {
          throw several(written, naming, rest.isEmpty() ? certificates : rest);
        }
        yield rest.getFirst();
      }
      case Found.None(Naming naming, boolean fileThere) ->
          throw new CommandFailed(
              "no-certificate." + key(naming) + (fileThere ? "-but-file" : ""),
              PlainText.of(written),
              CertificateFinder.MIN_DIGITS);
    };
  }

  private CommandFailed several(String written, Naming naming, List<X509Certificate> certificates) {
    screen.note(
        screen.text(
            "several-certificates." + key(naming), PlainText.of(written), certificates.size()));
    certificates.forEach(
        certificate -> screen.note(CertificateText.line(screen.words(), certificate)));
    return new CommandFailed("choose-certificate." + key(naming));
  }

  private static String key(Naming naming) {
    return naming.name().toLowerCase(Locale.ROOT);
  }
}
