package org.sealpost.server.setup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.setup.find.Mailbox;
import org.sealpost.trust.PlainText;

/** Comes to the address, and tells what has to be known of its provider. For one thread. */
final class AddressChoice {
  private static final Words WORDS = Words.beside(AddressChoice.class);

  private final SetupParts parts;
  private final Wishes wishes;
  private final Dialogue dialogue;
  private final Set<Provider> told = EnumSet.noneOf(Provider.class);

  AddressChoice(SetupParts parts, Wishes wishes, Dialogue dialogue) {
    this.parts = parts;
    this.wishes = wishes;
    this.dialogue = dialogue;
  }

  /** The address that was named, or the only one that there is, or the one that is typed. */
  Mailbox of(Optional<Settings> before) throws IOException, MissingAnswers, SetupFailed {
    List<AccountSettings> accounts = before.map(Settings::accounts).orElse(List.of());
    Optional<String> only =
        accounts.size() == 1
            ? Optional.of(accounts.getFirst().account().address())
            : Optional.empty();
    boolean taken = !dialogue.asks() || wishes.nameSettings();
    Optional<String> said = wishes.address().or(() -> taken ? only : Optional.empty());
    if (!dialogue.asks()) {
      requireAnswers(said);
    }
    Mailbox mailbox =
        said.isPresent()
            ? Mailbox.of(said.get())
                .orElseThrow(() -> new TellingIoException(WORDS.phrase("address.none", said.get())))
            : typed(only);
    boolean present =
        accounts.stream()
            .anyMatch(it -> it.account().address().equalsIgnoreCase(mailbox.address()));
    if (!present) {
      advise(mailbox.domain());
    }
    return mailbox;
  }

  private void requireAnswers(Optional<String> said) throws MissingAnswers {
    List<String> missing = new ArrayList<>();
    if (said.isEmpty()) {
      missing.add("--address");
    }
    if (!wishes.yes()) {
      missing.add("--yes");
    }
    if (!missing.isEmpty()) {
      throw new MissingAnswers(missing);
    }
  }

  private Mailbox typed(Optional<String> only) throws IOException {
    while (true) {
      String answer = dialogue.ask(WORDS.phrase("ask.address"), only.orElse(""));
      Optional<Mailbox> mailbox = Mailbox.of(answer);
      if (mailbox.isEmpty()) {
        dialogue.tell(
            answer.isBlank()
                ? WORDS.phrase("address.needed")
                : WORDS.phrase("address.none", PlainText.of(answer)));
      } else if (only.filter(answer::equals).isPresent() || isMeant(mailbox.get())) {
        return mailbox.get();
      }
    }
  }

  /** A domain that nobody knows is most often one that was mistyped. */
  private boolean isMeant(Mailbox mailbox) throws IOException {
    if (parts.dns().isKnown(mailbox)) {
      return true;
    }
    dialogue.tell(WORDS.phrase("address.no-domain", mailbox.domain()));
    return dialogue.confirm(WORDS.phrase("ask.no-domain"), false);
  }

  /**
   * Tells once what is special with a provider.
   *
   * @param host one of its, or the domain of an address
   * @throws SetupFailed if it cannot be used, and the user does not want to go on
   */
  void advise(String host) throws IOException, SetupFailed {
    Optional<Provider> provider = Provider.of(host).filter(told::add);
    if (provider.isEmpty()) {
      return;
    }
    dialogue.tell(WORDS.phrase("provider." + provider.get().name()));
    boolean stop = provider.get() == Provider.MICROSOFT && dialogue.asks();
    if (stop && !dialogue.confirm(WORDS.phrase("ask.go-on"), false)) {
      throw new SetupFailed("file.not-wanted");
    }
  }
}
