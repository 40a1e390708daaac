package org.sealpost.server.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentMails;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.store.Store;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost sent}: what was sent and what was refused, whether a proxy runs or not. */
@Command(name = "sent")
final class SentCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20")
  private int limit;

  @Parameters(paramLabel = "MESSAGE-ID", arity = "0..1", descriptionKey = "message-id")
  private Optional<String> messageId = Optional.empty();

  SentCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    if (limit < 1) {
      throw new UsageError(spec, "sent.limit-too-small", limit);
    }
    Settings settings = configuration.settings();
    StateFolder.make(settings.stateDir());
    try (Store store = Store.open(settings.storeFile());
        SentMails sent =
            new SentMails(store, settings.sending().history(), InstantSource.system())) {
      List<SentMail> mails =
          messageId.map(id -> sent.of(id, limit)).orElseGet(() -> sent.last(limit));
      if (json) {
        SentJson.print(screen.out(), mails);
      } else if (messageId.isPresent()) {
        new SentText(screen.out(), screen.words()).print(mails);
      } else {
        new SentText(screen.out(), screen.words()).list(mails);
      }
      return mails.isEmpty() ? nothing() : 0;
    }
  }

  /** Only a mail that was asked for by name can be missed. */
  private int nothing() {
    if (messageId.isEmpty()) {
      return 0;
    }
    screen.note(screen.text("sent.not-found", PlainText.of(messageId.get())));
    return 1;
  }
}
