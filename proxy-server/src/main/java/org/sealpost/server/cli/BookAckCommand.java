package org.sealpost.server.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.book.Change;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost book ack}: the user has seen that certificates changed. */
@Command(name = "ack")
final class BookAckCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(names = "--all")
  private boolean all;

  @Option(names = "--fingerprint", paramLabel = "DIGITS", converter = FingerprintDigits.class)
  private Optional<String> fingerprint = Optional.empty();

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Parameters(arity = "0..1", paramLabel = "ADDRESS", descriptionKey = "acknowledged-address")
  private Optional<String> address = Optional.empty();

  BookAckCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    if (all == address.isPresent() || (all && fingerprint.isPresent())) {
      throw new UsageError(spec, "ack.one-or-all");
    }
    Optional<String> holder = AddressArgument.normalised(spec, address);
    try (Book book = Book.open(configuration.settings())) {
      List<Change> changes =
          book.certificates().openChanges().stream()
              .filter(change -> holder.isEmpty() || holder.get().equals(change.address()))
              .filter(this::isNamed)
              .toList();
      if (holder.isPresent()) {
        checkOne(changes, holder.get());
      }
      book.certificates().acknowledge(changes, Instant.now());
      print(changes);
    }
    return 0;
  }

  private boolean isNamed(Change change) {
    return fingerprint.isEmpty()
        || Fingerprint.of(change.certificate()).hex().startsWith(fingerprint.get());
  }

  /** One that came in since the user looked must not be acknowledged along with the one seen. */
  private void checkOne(List<Change> changes, String holder) throws CommandFailed {
    if (changes.isEmpty()) {
      throw fingerprint.isEmpty()
          ? new CommandFailed("ack.none", PlainText.of(holder))
          : new CommandFailed("ack.none-such", PlainText.of(holder), fingerprint.get());
    }
    if (changes.size() > 1) {
      changes.forEach(
          change -> screen.note(CertificateText.line(screen.words(), change.certificate())));
      throw new CommandFailed("ack.several", PlainText.of(holder), changes.size());
    }
  }

  private void print(List<Change> changes) {
    if (json) {
      Json.printArray(screen.out(), changes.stream().map(BookJson::change).toList());
      return;
    }
    if (changes.isEmpty()) {
      screen.say("ack.nothing");
    }
    for (Change change : changes) {
      screen.say(
          "ack.done",
          change.address(),
          CertificateNames.displayName(change.certificate()),
          BookText.source(screen, change.source()));
      CertificateText.print(screen, change.certificate());
    }
  }
}
