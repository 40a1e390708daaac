package org.sealpost.server.setup;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.sealpost.server.setup.find.MailProtocol;
import org.sealpost.server.setup.find.MailServer;

/**
 * What the configuration is to say from now on; what is empty stays as it is. Immutable.
 *
 * @param address of the account; it is added if there is none with it
 * @param userName what mail clients say; empty also for the address itself in a new account
 * @param signWithoutAddress whether a certificate without a mail address may sign
 * @param listen addresses by the name of the setting: smtp, pop3, console
 * @param pkcs12 all files that serve as cards; empty for no change
 * @param trusted certificates for the real servers' TLS; empty for no change
 * @param sealWord where the configuration has one
 */
record Wanted(
    String address,
    Optional<MailServer> smtp,
    Optional<MailServer> pop3,
    Optional<String> userName,
    Optional<Boolean> signWithoutAddress,
    SequencedMap<String, String> listen,
    List<String> pkcs12,
    Optional<String> module,
    List<String> trusted,
    Optional<String> sealWord) {
  Wanted {
    pkcs12 = List.copyOf(pkcs12);
    trusted = List.copyOf(trusted);
  }

  /**
   * One setting.
   *
   * @param path within the whole, or within an account
   * @param value in HOCON
   */
  record Setting(String path, String value) {}

  /** What is not part of the account. */
  List<Setting> general() {
    List<Setting> settings = new ArrayList<>();
    listen.forEach(
        (name, value) -> settings.add(new Setting("sealpost.listen." + name, quoted(value))));
    module.ifPresent(it -> settings.add(new Setting("sealpost.card-agent.module", quoted(it))));
    if (!pkcs12.isEmpty()) {
      settings.add(new Setting("sealpost.card-agent.pkcs12", list(pkcs12)));
    }
    if (!trusted.isEmpty()) {
      settings.add(new Setting("sealpost.upstream.trusted-certificates", list(trusted)));
    }
    sealWord.ifPresent(it -> settings.add(new Setting("sealpost.marks.seal-word", quoted(it))));
    return settings;
  }

  /** What is said of the account, but for its address. */
  List<Setting> ofAccount() {
    List<Setting> settings = new ArrayList<>();
    smtp.ifPresent(server -> add(settings, MailProtocol.SMTP, server));
    pop3.ifPresent(server -> add(settings, MailProtocol.POP3, server));
    userName.ifPresent(it -> settings.add(new Setting("login", quoted(it))));
    signWithoutAddress.ifPresent(
        it ->
            settings.add(
                new Setting("policy.allow-certificate-without-address", Boolean.toString(it))));
    return settings;
  }

  private static void add(List<Setting> settings, MailProtocol protocol, MailServer server) {
    String name = protocol == MailProtocol.SMTP ? "smtp" : "pop3";
    settings.add(new Setting(name + ".host", quoted(server.host())));
    settings.add(new Setting(name + ".port", Integer.toString(server.port())));
    settings.add(new Setting(name + ".tls", server.way()));
  }

  /** A server as an object. */
  static String written(MailServer server) {
    return "{ host = "
        + quoted(server.host())
        + ", port = "
        + server.port()
        + ", tls = "
        + server.way()
        + " }";
  }

  static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }

  private static String list(List<String> texts) {
    return texts.stream().map(Wanted::quoted).collect(Collectors.joining(", ", "[", "]"));
  }
}
