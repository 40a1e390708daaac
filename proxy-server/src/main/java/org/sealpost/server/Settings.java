package org.sealpost.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealpost.directory.LdapSettings;
import org.sealpost.directory.SmimeaSettings;
import org.sealpost.failure.Phrase;
import org.sealpost.policy.Account;
import org.sealpost.server.account.MailAccount.SubmissionLogin;
import org.sealpost.server.account.Upstream;
import org.sealpost.smime.Algorithms;
import org.sealpost.trust.RevocationPolicy;

/**
 * The configuration, checked. What each setting means stands in {@code reference.conf}. Immutable.
 *
 * @param files the files it came from
 * @param accounts none or more; the proxy needs one
 * @param algorithms what mails are signed and encrypted with
 * @param spoolMemory in bytes
 * @param language the one in which people are told: English or {@link
 *     org.sealpost.failure.Phrase#TAIWAN}
 * @param notices of what a desktop notice tells
 * @param warnings what the user should know, one sentence each
 */
public record Settings(
    ConfigurationFiles files,
    Path stateDir,
    Path runtimeDir,
    List<AccountSettings> accounts,
    Listen listen,
    UpstreamSettings upstream,
    CardAgentSettings cardAgent,
    TrustSettings trust,
    SendingSettings sending,
    Algorithms algorithms,
    DirectorySettings directories,
    Locale language,
    MarkSettings marks,
    Set<NoticeKind> notices,
    boolean allowRc2,
    int spoolMemory,
    List<Phrase> warnings) {
  public Settings {
    accounts = List.copyOf(accounts);
    notices = Set.copyOf(notices);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads and checks a configuration.
   *
   * @param file the one to read; if empty, those of {@link Surroundings#configurationFiles} that
   *     are there, the user's before the system's; the defaults alone where there is none
   * @throws SettingsException with everything that is wrong, not only the first
   */
  public static Settings load(Optional<Path> file, Surroundings surroundings)
      throws SettingsException {
    return SettingsReader.read(file, surroundings);
  }

  /** The file that stands before all others, if there is one. */
  public Optional<Path> file() {
    return files.first();
  }

  /** The socket of the card-agent. */
  public Path agentSocket() {
    return runtimeDir.resolve("agent.sock");
  }

  /** The socket by which commands reach the proxy. */
  public Path controlSocket() {
    return runtimeDir.resolve("proxy.sock");
  }

  /** Where the seal word is kept that the user did not choose. */
  public Path sealWordFile() {
    return stateDir.resolve("seal-word");
  }

  /** The file of the certificate book. */
  public Path storeFile() {
    return stateDir.resolve("sealpost.db");
  }

  /** The file by which proxies that share the store know each other. */
  public Path presenceFile() {
    return stateDir.resolve("sending.lock");
  }

  /** The file with the secret for programs that watch the proxy. */
  public Path consoleToken() {
    return stateDir.resolve("console-token");
  }

  /** The folder for mails while they are worked on. */
  public Path spoolDir() {
    return stateDir.resolve("spool");
  }

  /** The folder of the certificate for localhost. */
  public Path tlsDir() {
    return stateDir.resolve("tls");
  }

  /**
   * A mail account.
   *
   * @param logins what a client may say as user name, in lower case
   * @param smtp there unless nothing listens for SMTP
   * @param pop3 there unless nothing listens for POP3
   * @param smtpLogin whether a client must log in to send
   */
  public record AccountSettings(
      Account account,
      List<String> logins,
      Optional<ServerSettings> smtp,
      Optional<ServerSettings> pop3,
      SubmissionLogin smtpLogin) {
    public AccountSettings {
      logins = List.copyOf(logins);
    }
  }

  /** A real server. */
  public record ServerSettings(String host, int port, Upstream.Mode tls) {}

  /** Where mail clients and the browser connect to; empty where that is switched off. */
  public record Listen(
      Optional<InetSocketAddress> smtp,
      Optional<InetSocketAddress> pop3,
      Optional<InetSocketAddress> console,
      int maxConnections) {}

  /**
   * How opened mails show what was found.
   *
   * @param subject whether a mark stands before the subject
   * @param sealWord the user's own; empty for one that is made and kept
   * @param report when a mail gets a page with all that was found
   */
  public record MarkSettings(boolean subject, Optional<String> sealWord, ReportWhen report) {}

  /** When a mail gets a page with all that was found of its signatures. */
  public enum ReportWhen {
    NEVER,
    /** Where a signature is anything but valid. */
    ON_PROBLEM,
    /** Where there is a signature. */
    ALWAYS
  }

  /** Of what a desktop notice can tell. */
  public enum NoticeKind {
    REFUSED,
    INVALID_SIGNATURE,
    CARD_NEEDED,
    EXPIRING,
    CHANGED_CERTIFICATE
  }

  /** How the real servers are reached. */
  public record UpstreamSettings(
      List<Path> trustedCertificates, Duration connectTimeout, Duration readTimeout) {
    public UpstreamSettings {
      trustedCertificates = List.copyOf(trustedCertificates);
    }
  }

  /**
   * The card-agent's part.
   *
   * @param modules the PKCS#11 modules; empty to look for one that is installed
   * @param pinTries how many wrong PINs lock a card that does not tell
   * @param pinentry the program, a path or a name on the PATH; empty to look for one
   * @param pinWait how long a mail waits for the PIN
   */
  public record CardAgentSettings(
      Optional<List<Path>> modules,
      List<Path> pkcs12,
      int pinTries,
      Duration pinIdle,
      List<PinPrompt> pinPrompt,
      Optional<String> pinentry,
      Duration pinWait) {
    public CardAgentSettings {
      modules = modules.map(List::copyOf);
      pkcs12 = List.copyOf(pkcs12);
      pinPrompt = List.copyOf(pinPrompt);
    }
  }

  /**
   * What signatures and certificates are judged by.
   *
   * @param anchors files
   * @param ask in this order, each once, at least one
   * @param patience how long a mail client waits for what must be fetched
   */
  public record TrustSettings(
      List<Path> anchors,
      boolean systemStore,
      RevocationPolicy.Mode revocation,
      List<RevocationWay> ask,
      Duration patience,
      IssuerFetching fetchIssuers) {
    public TrustSettings {
      anchors = List.copyOf(anchors);
      ask = List.copyOf(ask);
    }
  }

  /**
   * What is kept of mails that were sent.
   *
   * @param remember for how long a mail that comes again is known; zero for not at all
   * @param history for how long there is a record of it; zero for none
   */
  public record SendingSettings(Duration remember, Duration history) {}

  /**
   * Where certificates are looked for that the book does not have.
   *
   * @param smimea empty where the DNS is not asked
   * @param patience how long a mail waits, from when its recipient was named
   * @param keep how long an answer is kept at most
   */
  public record DirectorySettings(
      List<LdapSettings> ldap, Optional<SmimeaSettings> smimea, Duration patience, Duration keep) {
    public DirectorySettings {
      ldap = List.copyOf(ldap);
    }
  }

  /** How revocation is learnt. */
  public enum RevocationWay {
    CRL,
    OCSP
  }

  /** From where the certificates of CAs that a mail leaves out are fetched. */
  public enum IssuerFetching {
    /** From hosts that known CAs name. */
    KNOWN,
    /** From wherever the mail says. */
    ANY,
    NEVER
  }

  /** Where what was fetched for judging certificates is kept. */
  public Path trustFolder() {
    return stateDir.resolve("trust");
  }

  /** Where revocation lists are kept. */
  public Path listFolder() {
    return trustFolder().resolve("crl");
  }

  /** Where the card-agent keeps what it knows of cards. */
  public Path cardFolder() {
    return stateDir.resolve("cards");
  }

  /** A way to ask for the PIN. */
  public enum PinPrompt {
    PINENTRY,
    DIALOG,
    TERMINAL
  }
}
