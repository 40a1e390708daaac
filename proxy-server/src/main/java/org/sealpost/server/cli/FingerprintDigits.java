package org.sealpost.server.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.decisions.CertificateFinder;
import picocli.CommandLine.ITypeConverter;

/** The beginning of a SHA-256 fingerprint on the command line: its digits in lower case. */
final class FingerprintDigits implements ITypeConverter<String> {
  private static final Pattern DIGITS =
      Pattern.compile("[0-9a-f]{" + CertificateFinder.MIN_DIGITS + ",64}");

  @Override
  public String convert(String written) {
    String digits = written.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
    if (!DIGITS.matcher(digits).matches()) {
      throw new Misread("not-a-fingerprint", PlainText.of(written), CertificateFinder.MIN_DIGITS);
    }
    return digits;
  }
}
