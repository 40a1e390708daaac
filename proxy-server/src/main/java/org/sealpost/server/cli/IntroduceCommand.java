package org.sealpost.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.introduction.IntroductionMail;
import org.sealpost.introduction.Introductions;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sealpost introduce}: sends a signed mail with both certificates, which says how to answer,
 * and tells who has answered.
 */
@Command(name = "introduce")
final class IntroduceCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(names = "--account", paramLabel = "ADDRESS", descriptionKey = "introducing-account")
  private Optional<String> account = Optional.empty();

  @Option(names = "--name", paramLabel = "NAME")
  private Optional<String> name = Optional.empty();

  @Option(names = "--note", paramLabel = "TEXT")
  private String note = "";

  @Option(names = "--print", paramLabel = "FILE")
  private Optional<Path> print = Optional.empty();

  @Option(names = "--password-file", paramLabel = "FILE")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(names = "--yes")
  private boolean yes;

  @Option(names = "--list")
  private boolean list;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Parameters(paramLabel = "ADDRESS", arity = "0..*", descriptionKey = "introduced-addresses")
  private List<String> addresses = new ArrayList<>();

  IntroduceCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    if (list != addresses.isEmpty()) {
      throw wrong(list ? "introduce.list-alone" : "introduce.nobody");
    }
    Settings settings = configuration.settings();
    if (list) {
      try (Book book = Book.open(settings)) {
        new IntroductionList(screen, book, Instant.now()).print(json);
      }
      return 0;
    }
    AccountSettings own = new AccountChoice(spec, settings).of(account);
    List<String> people = people(own);
    if (print.isPresent() && people.size() > 1) {
      throw wrong("introduce.print-one");
    }
    try (Book book = Book.open(settings)) {
      IntroductionOutcomes outcomes = new IntroductionOutcomes(screen, json);
      List<String> wanted = new ArrayList<>();
      for (String person : people) {
        if (!yes && book.certificates().forEncryption(person, Instant.now()).isPresent()) {
          outcomes.unneeded(person);
        } else {
          wanted.add(person);
        }
      }
      try {
        introduce(settings, own, wanted, new Introductions(book.store()), outcomes);
      } finally {
        outcomes.finish();
      }
      return outcomes.allWell() ? 0 : 1;
    }
  }

  /** Each once. */
  private List<String> people(AccountSettings own) {
    LinkedHashSet<String> people = new LinkedHashSet<>();
    for (String address : addresses) {
      String person =
          MailAddress.normalise(address)
              .orElseThrow(() -> wrong("not-an-address", PlainText.of(address)));
      if (own.account().owns(person)) {
        throw wrong("introduce.oneself", person);
      }
      people.add(person);
    }
    return List.copyOf(people);
  }

  private UsageError wrong(String wording, Object... arguments) {
    return new UsageError(spec, wording, arguments);
  }

  private void introduce(
      Settings settings,
      AccountSettings own,
      List<String> people,
      Introductions introductions,
      IntroductionOutcomes outcomes)
      throws IOException, CommandFailed {
    if (people.isEmpty()) {
      return;
    }
    String from = own.account().address();
    String holder = name.or(() -> HolderName.onCard(settings, from)).orElse("");
    List<IntroductionMail> mails =
        people.stream()
            .map(person -> new IntroductionMail(from, holder, person, note, Instant.now()))
            .toList();
    if (print.isPresent()) {
      IntroductionMail mail = mails.getFirst();
      NewFile.write(print.get(), mail.bytes());
      introductions.introduced(from, mail.to(), mail.date());
      outcomes.printed(mail.to(), print.get());
    } else {
      new IntroductionSender(screen, settings, own, passwordFile)
          .send(mails, introductions, outcomes);
    }
  }
}
