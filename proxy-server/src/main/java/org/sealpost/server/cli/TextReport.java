package org.sealpost.server.cli;

import java.nio.file.Path;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.Verdict;

/** A few lines for people for each mail. */
final class TextReport implements OpenCommand.Report {
  private final Screen screen;

  TextReport(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void opened(Path file, OpenedMail opened, OpenCommand.Written written) {
    title(file);
    switch (opened.encryption()) {
      case OpenedMail.Encryption.None() -> screen.say("open.plain");
      case OpenedMail.Encryption.Decrypted(String cipher, boolean weak) -> {
        screen.say(weak ? "open.decrypted-weak" : "open.decrypted", cipher);
        screen.say(opened.authenticated() ? "open.authenticated" : "open.not-authenticated");
      }
      case OpenedMail.Encryption.Failed(Phrase reason) ->
          screen.say("open.failed", reason.in(screen.language()));
    }
    screen.say("open.verdict", coloured(opened.verdict()));
    for (OpenedMail.SignatureFinding finding : opened.signatures()) {
      String reason = finding.reason().in(screen.language());
      screen.say(
          reason.isEmpty() ? "open.signature" : "open.signature-because",
          coloured(finding.verdict()),
          PlainText.of(finding.signer()),
          reason);
    }
    written.mail().ifPresent(path -> screen.say("open.written", PlainText.of(path.toString())));
    written.report().ifPresent(path -> screen.say("open.report", PlainText.of(path.toString())));
    if (written.reportWanted() && written.report().isEmpty()) {
      screen.say("open.no-report");
    }
  }

  @Override
  public void notOpened(Path file, String problem) {
    title(file);
    screen.say("open.failed", problem);
  }

  @Override
  public void unreadable(Path file, String problem) {
    title(file);
    screen.say("open.unreadable", problem);
  }

  private void title(Path file) {
    screen.out().println(PlainText.of(file.toString()));
  }

  private String coloured(Verdict verdict) {
    Screen.Colour colour =
        switch (verdict) {
          case Verdict.Valid _, Verdict.TrustedByYou _ -> Screen.Colour.GOOD;
          case Verdict.Unchecked _, Verdict.Untrusted _, Verdict.Unsigned(), Verdict.Unknown() ->
              Screen.Colour.DOUBTFUL;
          case Verdict.Invalid _, Verdict.NotTheSender _ -> Screen.Colour.BAD;
        };
    return screen.coloured(colour, screen.text("name." + verdict.token()));
  }
}
