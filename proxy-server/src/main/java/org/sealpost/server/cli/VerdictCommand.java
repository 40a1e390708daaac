package org.sealpost.server.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.store.Store;
import org.sealpost.trust.PlainText;
import org.sealpost.verdicts.KeptMail;
import org.sealpost.verdicts.VerdictHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost verdict}: what was found when mails were opened, whether a proxy runs or not. */
@Command(name = "verdict")
final class VerdictCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Option(
      names = {"--limit", "--last"},
      paramLabel = "N",
      defaultValue = "20")
  private int last;

  @Parameters(paramLabel = "MESSAGE-ID", arity = "0..1", descriptionKey = "message-id")
  private Optional<String> messageId = Optional.empty();

  VerdictCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    if (last < 1) {
      throw new UsageError(spec, "verdict.last-too-small", last);
    }
    Settings settings = configuration.settings();
    StateFolder.make(settings.stateDir());
    try (Store store = Store.open(settings.storeFile());
        VerdictHistory history = new VerdictHistory(store)) {
      return messageId.isPresent() ? one(history, messageId.get()) : list(history);
    }
  }

  private int one(VerdictHistory history, String wanted) {
    List<KeptMail> mails = history.of(wanted);
    if (json) {
      VerdictJson.print(screen.out(), history, mails);
    } else {
      VerdictText text = new VerdictText(screen, history, screen.language());
      text.print(mails);
    }
    if (mails.isEmpty()) {
      screen.note(screen.text("verdict.not-found", PlainText.of(wanted)));
      return 1;
    }
    return 0;
  }

  private int list(VerdictHistory history) {
    List<KeptMail> mails = history.last(last);
    if (json) {
      VerdictJson.print(screen.out(), history, mails);
    } else {
      new VerdictText(screen, history, screen.language()).list(mails);
    }
    return 0;
  }
}
