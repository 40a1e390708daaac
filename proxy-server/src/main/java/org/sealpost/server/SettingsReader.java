package org.sealpost.server;

import com.typesafe.config.ConfigOrigin;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealpost.directory.LdapSettings;
import org.sealpost.failure.Language;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.mark.SealWord;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.Settings.CardAgentSettings;
import org.sealpost.server.Settings.DirectorySettings;
import org.sealpost.server.Settings.IssuerFetching;
import org.sealpost.server.Settings.Listen;
import org.sealpost.server.Settings.MarkSettings;
import org.sealpost.server.Settings.NoticeKind;
import org.sealpost.server.Settings.PinPrompt;
import org.sealpost.server.Settings.ReportWhen;
import org.sealpost.server.Settings.RevocationWay;
import org.sealpost.server.Settings.SendingSettings;
import org.sealpost.server.Settings.ServerSettings;
import org.sealpost.server.Settings.TrustSettings;
import org.sealpost.server.Settings.UpstreamSettings;
import org.sealpost.server.account.Upstream;
import org.sealpost.smime.Algorithms;
import org.sealpost.trust.RevocationPolicy;

/** Reads one configuration into {@link Settings}. Used once. */
final class SettingsReader {
  /** A socket's path must fit into sockaddr_un (104 bytes on some systems) with its own name. */
  private static final int LONGEST_RUNTIME_DIR = 90;

  private static final Duration LONGEST_REMEMBER = Duration.ofDays(7);
  private static final Duration LONGEST_HISTORY = Duration.ofDays(3650);

  private static final Words WORDS = Words.beside(SettingsReader.class);

  private final Problems problems = new Problems();
  private final List<Phrase> warnings = new ArrayList<>();
  private final Surroundings surroundings;
  private final ConfigurationFiles files;
  private final WrittenSettings written;

  private SettingsReader(ConfigurationFiles files, Surroundings surroundings)
      throws SettingsException {
    this.files = files;
    this.written = WrittenSettings.read(files);
    this.surroundings = surroundings;
  }

  static Settings read(Optional<Path> file, Surroundings surroundings) throws SettingsException {
    return new SettingsReader(ConfigurationFiles.find(file, surroundings), surroundings).read();
  }

  private Settings read() throws SettingsException {
    Section top = new Section(written.all().root(), written.reference().root(), "", problems);
    Section sealpost = top.section("sealpost").orElseThrow();
    Path stateDir = sealpost.parsed("state-dir", this::stateDir).orElseThrow();
    Listen listen = listen(part(sealpost, "listen"));
    Settings settings =
        new Settings(
            files,
            stateDir,
            runtimeDir(sealpost, stateDir),
            accounts(sealpost, listen),
            listen,
            upstream(part(sealpost, "upstream")),
            cardAgent(part(sealpost, "card-agent")),
            trust(part(sealpost, "trust")),
            sending(part(sealpost, "sending")),
            algorithms(part(sealpost, "algorithms")),
            directories(part(sealpost, "directories")),
            sealpost.parsed("language", SettingsReader::language).orElseThrow(),
            marks(part(sealpost, "marks")),
            notices(part(sealpost, "notices")),
            allowRc2(part(sealpost, "smime")),
            spoolMemory(part(sealpost, "spool")),
            warnings);
    sealpost.finish();
    top.finish();
    problems.throwIfAny();
    return settings;
  }

  private static Section part(Section sealpost, String key) {
    return sealpost.section(key).orElseThrow();
  }

  private Path stateDir(String text, ConfigOrigin origin) throws Unusable {
    return text.equals("auto")
        ? surroundings
            .folder("XDG_STATE_HOME")
            .map(folder -> folder.resolve("sealpost"))
            .orElseGet(() -> surroundings.expandHome("~/.local/state/sealpost"))
        : path(text, origin);
  }

  private Path runtimeDir(Section sealpost, Path stateDir) {
    Path automatic =
        surroundings
            .folder("XDG_RUNTIME_DIR")
            .map(folder -> folder.resolve("sealpost"))
            .orElse(stateDir.resolve("run"));
    Section.PlacedParser<Path> parser =
        (text, origin) -> {
          Path folder = text.equals("auto") ? automatic : path(text, origin);
          int length = folder.toString().getBytes(StandardCharsets.UTF_8).length;
          if (length > LONGEST_RUNTIME_DIR) {
            throw new Unusable(
                "runtime-dir-too-long", folder.toString(), Integer.toString(LONGEST_RUNTIME_DIR));
          }
          return folder;
        };
    return sealpost.parsed("runtime-dir", parser).orElse(automatic);
  }

  private Listen listen(Section section) {
    Optional<InetSocketAddress> smtp =
        section.parsed("smtp", ListenAddress::parse).flatMap(address -> address);
    Optional<InetSocketAddress> pop3 =
        section.parsed("pop3", ListenAddress::parse).flatMap(address -> address);
    if (smtp.isPresent() && smtp.equals(pop3) && smtp.get().getPort() != 0) {
      section.problem("pop3", new Unusable("same-address"));
    }
    Optional<InetSocketAddress> console =
        section.parsed("console", ListenAddress::parse).flatMap(address -> address);
    if (console.isPresent()
        && console.get().getPort() != 0
        && (console.equals(smtp) || console.equals(pop3))) {
      section.problem("console", new Unusable("same-address"));
    }
    int maxConnections = section.number("max-connections", 1, 10_000).orElseThrow();
    section.finish();
    return new Listen(smtp, pop3, console, maxConnections);
  }

  private List<AccountSettings> accounts(Section sealpost, Listen listen) {
    Section policy = part(sealpost, "policy");
    List<AccountSettings> accounts =
        new AccountReader(policy, listen.smtp().isPresent(), listen.pop3().isPresent())
            .read(sealpost.sections("accounts"));
    for (AccountSettings account : accounts) {
      account.smtp().ifPresent(server -> warnAboutClearText(account, server));
      account.pop3().ifPresent(server -> warnAboutClearText(account, server));
    }
    return accounts;
  }

  private void warnAboutClearText(AccountSettings account, ServerSettings server) {
    if (server.tls() == Upstream.Mode.NONE && !ListenAddress.isLoopback(server.host())) {
      warnings.add(WORDS.phrase("clear-text", account.account().address(), server.host()));
    }
  }

  private UpstreamSettings upstream(Section section) {
    UpstreamSettings upstream =
        new UpstreamSettings(
            section.list("trusted-certificates", this::path).orElseThrow(),
            section.duration("connect-timeout").orElseThrow(),
            section.duration("read-timeout").orElseThrow());
    section.finish();
    return upstream;
  }

  private CardAgentSettings cardAgent(Section section) {
    CardAgentSettings settings =
        new CardAgentSettings(
            modules(section),
            section.list("pkcs12", this::path).orElseThrow(),
            section.number("pin-tries", 1, 15).orElseThrow(),
            section.duration("pin-idle").orElseThrow(),
            section.list("pin-prompt", Section.choice(PinPrompt.class)).orElseThrow(),
            section.parsed("pinentry", this::pinentry).orElseThrow(),
            section.duration("pin-wait").orElseThrow());
    section.finish();
    return settings;
  }

  /** Empty for {@code auto}; none for {@code none}. */
  private Optional<List<Path>> modules(Section section) {
    List<String> written = section.list("module", (text, _) -> text).orElseThrow();
    if (written.equals(List.of("auto"))) {
      return Optional.empty();
    }
    if (written.equals(List.of("none"))) {
      return Optional.of(List.of());
    }
    return section.list("module", this::path);
  }

  /** A program's path, or its name, to be found on the PATH; empty for {@code auto}. */
  private Optional<String> pinentry(String text, ConfigOrigin origin) throws Unusable {
    if (text.equals("auto")) {
      return Optional.empty();
    }
    return Optional.of(text.contains("/") ? path(text, origin).toString() : text);
  }

  private TrustSettings trust(Section section) {
    List<RevocationWay> ask =
        section.list("ask", Section.choice(RevocationWay.class)).orElseThrow();
    if (ask.isEmpty() || Set.copyOf(ask).size() < ask.size()) {
      section.problem("ask", new Unusable("ask-once"));
    }
    TrustSettings trust =
        new TrustSettings(
            section.list("anchors", this::path).orElseThrow(),
            section.flag("system-store").orElseThrow(),
            section.parsed("revocation", Section.choice(RevocationPolicy.Mode.class)).orElseThrow(),
            ask,
            section.duration("patience").orElseThrow(),
            section.parsed("fetch-issuers", Section.choice(IssuerFetching.class)).orElseThrow());
    section.finish();
    return trust;
  }

  private SendingSettings sending(Section section) {
    SendingSettings sending =
        new SendingSettings(
            section.durationFromZero("remember", LONGEST_REMEMBER).orElseThrow(),
            section.durationFromZero("history", LONGEST_HISTORY).orElseThrow());
    section.finish();
    return sending;
  }

  private static Algorithms algorithms(Section section) {
    Algorithms algorithms =
        new Algorithms(
            section.parsed("content", Section.choice(Algorithms.Content.class)).orElseThrow(),
            section
                .parsed("key-transport", Section.choice(Algorithms.Transport.class))
                .orElseThrow(),
            section.parsed("digest", Section.choice(Algorithms.Digest.class)).orElseThrow(),
            section
                .parsed("rsa-signature", Section.choice(Algorithms.RsaSignature.class))
                .orElseThrow());
    section.finish();
    return algorithms;
  }

  private DirectorySettings directories(Section section) {
    DirectorySettings directories = new DirectoryReader(this::path).read(section);
    for (LdapSettings each : directories.ldap()) {
      if (each.tls() == LdapSettings.Tls.NONE && !ListenAddress.isLoopback(each.host())) {
        warnings.add(WORDS.phrase("clear-directory", each.name(), each.host()));
      }
    }
    return directories;
  }

  private boolean allowRc2(Section section) {
    boolean allowed = section.flag("allow-rc2").orElseThrow();
    section.finish();
    return allowed;
  }

  private int spoolMemory(Section section) {
    int memory = section.kibibytes("memory", 4, 16 * 1024).orElseThrow();
    section.finish();
    return memory;
  }

  private static Locale language(String text) throws Unusable {
    return switch (text) {
      case "auto" -> Language.ofThisSystem();
      case "en" -> Locale.ENGLISH;
      case "zh-TW" -> Phrase.TAIWAN;
      default -> throw new Unusable("not-a-language", text);
    };
  }

  private static MarkSettings marks(Section section) {
    MarkSettings marks =
        new MarkSettings(
            section.flag("subject").orElseThrow(),
            section.parsed("seal-word", SettingsReader::sealWord).orElseThrow(),
            section.parsed("report", Section.choice(ReportWhen.class)).orElseThrow());
    section.finish();
    return marks;
  }

  /** Empty for {@code auto}. */
  private static Optional<String> sealWord(String text) throws Unusable {
    if (text.equals("auto")) {
      return Optional.empty();
    }
    if (!SealWord.isOne(text)) {
      throw new Unusable(
          "not-a-seal-word",
          Integer.toString(SealWord.SHORTEST),
          Integer.toString(SealWord.LONGEST));
    }
    return Optional.of(text);
  }

  private static Set<NoticeKind> notices(Section section) {
    Set<NoticeKind> notices =
        Set.copyOf(section.list("desktop", Section.choice(NoticeKind.class)).orElseThrow());
    section.finish();
    return notices;
  }

  /** A path; a relative one starts at the folder of the configuration that it stands in. */
  private Path path(String text, ConfigOrigin origin) throws Unusable {
    if (text.isBlank()) {
      throw new Unusable("empty-path");
    }
    try {
      Path path = surroundings.expandHome(text);
      return written
          .configuration(origin)
          .map(file -> file.resolveSibling(path))
          .orElse(path)
          .toAbsolutePath()
          .normalize();
    } catch (InvalidPathException e) {
      throw new Unusable("not-a-path", e.getReason());
    }
  }
}
