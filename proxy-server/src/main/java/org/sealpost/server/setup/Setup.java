package org.sealpost.server.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.Settings.ServerSettings;
import org.sealpost.server.SettingsException;
import org.sealpost.server.StateFolder;
import org.sealpost.server.seal.KeptSealWord;
import org.sealpost.server.setup.find.Candidate;
import org.sealpost.server.setup.find.MailProtocol;
import org.sealpost.server.setup.find.MailServer;
import org.sealpost.server.setup.find.Mailbox;

/**
 * Sets one account up: finds out what it needs, and writes the configuration after asking. Until
 * then nothing is written. Where a configuration is there and some settings are named, the others
 * stay as they are and nothing else is asked. For one thread.
 */
public final class Setup {
  private static final Words WORDS = Words.beside(Setup.class);

  private final SetupParts parts;
  private final Wishes wishes;
  private final Dialogue dialogue;

  /** A set-up that has not begun. */
  public Setup(SetupParts parts, Wishes wishes, Dialogue dialogue) {
    this.parts = parts;
    this.wishes = wishes;
    this.dialogue = dialogue;
  }

  /**
   * Runs it.
   *
   * @throws MissingAnswers if somebody would have to be asked, and nobody can be
   * @throws SetupFailed if it cannot go on, or the user does not want it
   * @throws SettingsException if the configuration that is there cannot be used
   */
  public SetupResult run()
      throws IOException, InterruptedException, SettingsException, SetupFailed, MissingAnswers {
    ConfigurationFile file = ConfigurationFile.at(parts.file());
    requireReadable(wishes.pkcs12());
    Optional<Settings> before = file.text().isPresent() ? Optional.of(load()) : Optional.empty();
    AddressChoice addresses = new AddressChoice(parts, wishes, dialogue);
    Mailbox mailbox = addresses.of(before);
    Optional<AccountSettings> account =
        before.flatMap(it -> AccountFinder.of(it, mailbox.address()));
    boolean onlyNamed = account.isPresent() && (wishes.nameSettings() || !dialogue.asks());
    List<Path> trusted =
        wishes.trusted().isEmpty()
            ? before.map(it -> it.upstream().trustedCertificates()).orElse(List.of())
            : wishes.trusted();
    Map<MailProtocol, Candidate> servers =
        new ServerChoice(parts, wishes, dialogue, trusted)
            .choose(mailbox, kept(account, onlyNamed));
    for (Candidate server : servers.values()) {
      addresses.advise(server.server().host());
    }
    Optional<String> known = account.map(it -> ClientValues.userName(before.orElseThrow(), it));
    Optional<String> userName = userName(mailbox, known, servers, onlyNamed);
    new PasswordCheck(parts, wishes, dialogue, trusted)
        .check(
            all(account, servers),
            !servers.isEmpty(),
            userName.or(() -> known).orElse(mailbox.address()));
    CardChoice cards = new CardChoice(parts, wishes, dialogue);
    cards.choose(mailbox, account.isPresent() && onlyNamed && !cards.isNamed());
    Optional<String> sealWord = new SealWordChoice(wishes, dialogue, parts.language()).of(before);
    boolean configuredWord = before.flatMap(it -> it.marks().sealWord()).isPresent();
    Wanted wanted =
        new Wanted(
            mailbox.address(),
            server(servers, MailProtocol.SMTP),
            server(servers, MailProtocol.POP3),
            userName,
            cards.signWithoutAddress(),
            listen(before),
            pkcs12(before),
            wishes.module(),
            wishes.trusted().stream().map(it -> it.toAbsolutePath().toString()).toList(),
            sealWord.filter(_ -> configuredWord));
    boolean changed = write(file, wanted);
    Settings now = load();
    StateFolder.make(now.stateDir());
    if (sealWord.isPresent() && !configuredWord) {
      KeptSealWord.keep(sealWord.get(), now.sealWordFile());
    }
    return new SetupResult(
        file.path(),
        now,
        mailbox.address(),
        changed,
        changed && cards.isNamed(),
        Optional.of(file.backup()).filter(_ -> changed && file.text().isPresent()),
        cards.fit());
  }

  /** By all files that count. */
  private Settings load() throws SettingsException {
    return Settings.load(
        Optional.of(parts.file()).filter(_ -> parts.named()), parts.surroundings());
  }

  /** The servers that stay. */
  private Map<MailProtocol, MailServer> kept(Optional<AccountSettings> account, boolean onlyNamed)
      throws IOException {
    Map<MailProtocol, MailServer> kept = present(account);
    if (!onlyNamed && !kept.isEmpty()) {
      String shown = String.join(", ", kept.values().stream().map(MailServer::shown).toList());
      if (!dialogue.confirm(WORDS.phrase("ask.keep-servers", shown), true)) {
        kept.clear();
      }
    }
    return kept;
  }

  /** The servers that are used from now on. */
  private static List<MailServer> all(
      Optional<AccountSettings> account, Map<MailProtocol, Candidate> servers) {
    Map<MailProtocol, MailServer> all = present(account);
    servers.forEach((protocol, candidate) -> all.put(protocol, candidate.server()));
    return List.copyOf(all.values());
  }

  private static Map<MailProtocol, MailServer> present(Optional<AccountSettings> account) {
    Map<MailProtocol, MailServer> present = new EnumMap<>(MailProtocol.class);
    account
        .flatMap(AccountSettings::smtp)
        .ifPresent(it -> present.put(MailProtocol.SMTP, server(MailProtocol.SMTP, it)));
    account
        .flatMap(AccountSettings::pop3)
        .ifPresent(it -> present.put(MailProtocol.POP3, server(MailProtocol.POP3, it)));
    return present;
  }

  private static MailServer server(MailProtocol protocol, ServerSettings server) {
    return new MailServer(protocol, server.host(), server.port(), server.tls());
  }

  private static Optional<MailServer> server(
      Map<MailProtocol, Candidate> servers, MailProtocol protocol) {
    return Optional.ofNullable(servers.get(protocol)).map(Candidate::server);
  }

  /**
   * Empty for no change, and in a new account for the address itself.
   *
   * @param known the name until now
   */
  private Optional<String> userName(
      Mailbox mailbox,
      Optional<String> known,
      Map<MailProtocol, Candidate> servers,
      boolean onlyNamed)
      throws IOException {
    if (wishes.userName().isPresent() || onlyNamed) {
      return wishes.userName();
    }
    List<String> said =
        servers.values().stream().flatMap(it -> it.userName().stream()).distinct().toList();
    if (said.size() > 1) {
      dialogue.tell(WORDS.phrase("user-name.several", said.getFirst(), said.getLast()));
    }
    String standard = known.or(() -> said.stream().findFirst()).orElse(mailbox.address());
    String name =
        dialogue.asks() ? dialogue.ask(WORDS.phrase("ask.user-name"), standard) : standard;
    boolean same = name.equals(known.orElse(mailbox.address()));
    return Optional.of(name).filter(it -> !same && !it.isBlank());
  }

  private SequencedMap<String, String> listen(Optional<Settings> before)
      throws IOException, SettingsException {
    if (before.isEmpty() && parts.named()) {
      return Ports.choose(wishes.ports(), Ports::isFree);
    }
    Settings present = before.isPresent() ? before.get() : load();
    // A file without an account says where to keep things, or which card; nothing listened yet.
    return before.isEmpty() || present.accounts().isEmpty()
        ? Ports.choose(wishes.ports(), present.listen(), Ports::isFree)
        : Ports.asked(wishes.ports(), present.listen(), Ports::isFree);
  }

  /** All that serve as cards from now on, where one is added. */
  private List<String> pkcs12(Optional<Settings> before) {
    if (wishes.pkcs12().isEmpty()) {
      return List.of();
    }
    Set<String> files = new LinkedHashSet<>();
    before.ifPresent(it -> it.cardAgent().pkcs12().forEach(path -> files.add(path.toString())));
    wishes.pkcs12().forEach(file -> files.add(file.toAbsolutePath().normalize().toString()));
    return List.copyOf(files);
  }

  private static void requireReadable(List<Path> files) throws SetupFailed {
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new SetupFailed("card.no-file", file.toString());
      }
    }
  }

  private boolean write(ConfigurationFile file, Wanted wanted)
      throws IOException, SettingsException, SetupFailed {
    String text =
        file.text().isPresent()
            ? ConfigurationEdit.of(file.text().get(), wanted, parts.language())
            : NewConfiguration.of(wanted, parts.language());
    if (file.text().filter(text::equals).isPresent()) {
      dialogue.tell(WORDS.phrase("file.unchanged", file.path()));
      return false;
    }
    dialogue.tell(WORDS.phrase(file.text().isEmpty() ? "file.new" : "file.changes", file.path()));
    ConfigurationEdit.difference(file.text().orElse(""), text).stream()
        .map(SealWordChoice::hidden)
        .forEach(line -> dialogue.tell(Phrase.verbatim(line)));
    if (!wishes.yes() && !dialogue.confirm(WORDS.phrase("ask.write"), true)) {
      throw new SetupFailed("file.not-wanted");
    }
    file.write(
        text,
        written -> {
          if (file.text().isPresent()) {
            EditCheck.of(file.path(), written, wanted);
          }
          var _ = Settings.load(Optional.of(written), parts.surroundings());
        });
    dialogue.tell(WORDS.phrase("file.written", file.path()));
    return true;
  }
}
