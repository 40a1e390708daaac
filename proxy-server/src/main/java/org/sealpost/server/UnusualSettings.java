package org.sealpost.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.policy.SignPolicy;
import org.sealpost.server.EffectiveSettings.Setting;
import org.sealpost.server.EffectiveSettings.Source;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.Settings.IssuerFetching;
import org.sealpost.server.account.MailAccount.SubmissionLogin;
import org.sealpost.trust.RevocationPolicy;

/** What in a configuration can be used and is probably not meant, or should be known. */
public final class UnusualSettings {
  private static final Words WORDS = Words.beside(UnusualSettings.class);
  private static final Duration LONG_IDLE = Duration.ofHours(12);
  private static final int USUAL_TRIES = 3;

  private final Settings settings;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final List<SettingProblem> found = new ArrayList<>();

  private UnusualSettings(Settings settings) {
    this.settings = settings;
  }

  /**
   * Looks for it.
   *
   * @return empty where there is nothing
   * @throws SettingsException if a file of the configuration cannot be read any more
   */
  public static List<SettingProblem> in(Settings settings) throws SettingsException {
    UnusualSettings unusual = new UnusualSettings(settings);
    for (EffectiveSettings.Group group : EffectiveSettings.read(settings.files()).groups()) {
      for (Setting setting : group.settings()) {
        unusual.sources.put(setting.path(), setting.source());
      }
    }
    unusual.look();
    return List.copyOf(unusual.found);
  }

  private void look() throws SettingsException {
    for (Phrase exposed : ExposedSecrets.in(settings.files()).warnings()) {
      found.add(SettingProblem.of(exposed));
    }
    for (Phrase warning : settings.warnings()) {
      found.add(SettingProblem.of(warning));
    }
    if (settings.accounts().isEmpty()) {
      found.add(SettingProblem.of(WORDS.phrase("unusual.no-account")));
    }
    for (AccountSettings account : settings.accounts()) {
      String address = account.account().address();
      if (account.smtpLogin() == SubmissionLogin.OPTIONAL) {
        add("accounts", WORDS.phrase("unusual.open-submission", address));
      }
      if (account.account().sign() == SignPolicy.NEVER) {
        add("accounts", WORDS.phrase("unusual.unsigned", address));
      }
    }
    note(settings.trust().revocation() == RevocationPolicy.Mode.OFF, "trust.revocation");
    note(settings.trust().systemStore(), "trust.system-store");
    note(settings.trust().fetchIssuers() == IssuerFetching.ANY, "trust.fetch-issuers");
    note(settings.allowRc2(), "smime.allow-rc2");
    note(settings.cardAgent().pinIdle().compareTo(LONG_IDLE) > 0, "card-agent.pin-idle");
    note(settings.cardAgent().pinTries() > USUAL_TRIES, "card-agent.pin-tries");
    files("trust.anchors", settings.trust().anchors());
    files("upstream.trusted-certificates", settings.upstream().trustedCertificates());
    files("card-agent.pkcs12", settings.cardAgent().pkcs12());
    files("card-agent.module", settings.cardAgent().modules().orElse(List.of()));
  }

  private void note(boolean unusual, String key) {
    if (unusual) {
      add(key, WORDS.phrase("unusual." + key, "sealpost." + key));
    }
  }

  private void files(String key, List<Path> files) {
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        add(key, WORDS.phrase("unusual.no-file", "sealpost." + key, file));
      }
    }
  }

  private void add(String key, Phrase words) {
    String path = "sealpost." + key;
    Source source = sources.getOrDefault(path, new Source.Standard());
    found.add(
        source instanceof Source.Line(String file, int line)
            ? SettingProblem.at(file, line, Optional.of(path), words)
            : new SettingProblem("", Optional.empty(), 0, Optional.of(path), words));
  }
}
