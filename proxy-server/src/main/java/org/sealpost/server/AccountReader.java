package org.sealpost.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.Recipient;
import org.sealpost.policy.RecipientRule;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.SignatureForm;
import org.sealpost.policy.TriggerWords;
import org.sealpost.policy.WithoutCertificate;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.Settings.ServerSettings;
import org.sealpost.server.account.MailAccount.SubmissionLogin;
import org.sealpost.server.account.Upstream;

/** Reads the accounts of a configuration. Used once. */
final class AccountReader {
  /** As much of RFC 5321 section 4.1.2 as tells an address from a slip. */
  private static final Pattern ADDRESS =
      Pattern.compile("[^@\\s\\p{Cntrl}<>(),;:\"\\\\]+@[^@\\s\\p{Cntrl}<>(),;:\"\\\\]+");

  private static final Pattern HOST = Pattern.compile("[^\\s\\p{Cntrl}/@\\[\\]]+");

  private final TriggerWords triggers;
  private final PolicySettings defaultPolicy;
  private final boolean smtpNeeded;
  private final boolean pop3Needed;

  AccountReader(Section defaultPolicy, boolean smtpNeeded, boolean pop3Needed) {
    this.triggers = TriggerReader.read(defaultPolicy.section("triggers").orElseThrow());
    this.defaultPolicy = policy(defaultPolicy);
    this.smtpNeeded = smtpNeeded;
    this.pop3Needed = pop3Needed;
  }

  private record PolicySettings(
      SignPolicy sign,
      EncryptPolicy encrypt,
      WithoutCertificate withoutCertificate,
      boolean signWithoutAddress,
      List<RecipientRule> rules,
      SignatureForm signature) {}

  private record Draft(
      Section section,
      Account account,
      Optional<List<String>> logins,
      Optional<ServerSettings> smtp,
      Optional<ServerSettings> pop3,
      SubmissionLogin smtpLogin) {}

  List<AccountSettings> read(List<Section> sections) {
    List<Draft> drafts = sections.stream().flatMap(section -> draft(section).stream()).toList();
    refuseSharedAddresses(drafts);
    refuseSharedLogins(drafts);
    Set<String> ambiguous = sharedLocalParts(drafts);
    return drafts.stream()
        .map(
            draft ->
                new AccountSettings(
                    draft.account(),
                    draft.logins().orElseGet(() -> defaultLogins(draft, ambiguous)),
                    draft.smtp(),
                    draft.pop3(),
                    draft.smtpLogin()))
        .toList();
  }

  private Optional<Draft> draft(Section section) {
    Optional<String> address = section.parsed("address", AccountReader::address);
    List<String> aliases =
        section.changes("aliases")
            ? section.list("aliases", AccountReader::address).orElse(List.of())
            : List.of();
    Optional<List<String>> logins =
        section.changes("login") ? section.list("login", AccountReader::login) : Optional.empty();
    Optional<Section> submission = serverSection(section, "smtp", smtpNeeded);
    SubmissionLogin smtpLogin =
        submission
            .flatMap(smtp -> own(smtp, "login", SubmissionLogin.class))
            .orElse(SubmissionLogin.REQUIRED);
    Optional<ServerSettings> smtp = submission.flatMap(AccountReader::server);
    Optional<ServerSettings> pop3 =
        serverSection(section, "pop3", pop3Needed).flatMap(AccountReader::server);
    PolicySettings policy =
        section.changes("policy")
            ? section.section("policy").map(this::policyOfAccount).orElse(defaultPolicy)
            : defaultPolicy;
    section.finish();
    return address.map(
        known ->
            new Draft(
                section,
                new Account(
                    known,
                    aliases,
                    policy.sign(),
                    policy.encrypt(),
                    policy.withoutCertificate(),
                    policy.signWithoutAddress(),
                    policy.rules(),
                    triggers,
                    policy.signature()),
                logins,
                smtp,
                pop3,
                smtpLogin));
  }

  /** The policy of accounts that say nothing else: reference.conf has a value for each key. */
  private static PolicySettings policy(Section section) {
    PolicySettings policy =
        new PolicySettings(
            section.parsed("sign", Section.choice(SignPolicy.class)).orElseThrow(),
            section.parsed("encrypt", Section.choice(EncryptPolicy.class)).orElseThrow(),
            section
                .parsed("without-certificate", Section.choice(WithoutCertificate.class))
                .orElseThrow(),
            section.flag("allow-certificate-without-address").orElseThrow(),
            RuleReader.read(section),
            section.parsed("signature", Section.choice(SignatureForm.class)).orElseThrow());
    section.finish();
    return policy;
  }

  private PolicySettings policyOfAccount(Section section) {
    PolicySettings policy =
        new PolicySettings(
            own(section, "sign", SignPolicy.class).orElse(defaultPolicy.sign()),
            own(section, "encrypt", EncryptPolicy.class).orElse(defaultPolicy.encrypt()),
            own(section, "without-certificate", WithoutCertificate.class)
                .orElse(defaultPolicy.withoutCertificate()),
            section.changes("allow-certificate-without-address")
                ? section
                    .flag("allow-certificate-without-address")
                    .orElse(defaultPolicy.signWithoutAddress())
                : defaultPolicy.signWithoutAddress(),
            rulesOfAccount(section),
            own(section, "signature", SignatureForm.class).orElse(defaultPolicy.signature()));
    section.finish();
    return policy;
  }

  /** Its own come first, as the nearer. */
  private List<RecipientRule> rulesOfAccount(Section section) {
    List<RecipientRule> rules = new ArrayList<>();
    if (section.changes("recipients")) {
      rules.addAll(RuleReader.read(section));
    }
    rules.addAll(defaultPolicy.rules());
    return rules;
  }

  private static <E extends Enum<E>> Optional<E> own(Section section, String key, Class<E> type) {
    return section.changes(key) ? section.parsed(key, Section.choice(type)) : Optional.empty();
  }

  private static Optional<Section> serverSection(Section account, String key, boolean needed) {
    return needed || account.changes(key) ? account.section(key) : Optional.empty();
  }

  /** To be called when nothing else is to be read from the section. */
  private static Optional<ServerSettings> server(Section section) {
    Optional<String> host = section.parsed("host", AccountReader::host);
    Optional<Integer> port = section.number("port", 1, 65535);
    Optional<Upstream.Mode> tls = section.parsed("tls", Section.choice(Upstream.Mode.class));
    section.finish();
    return host.isPresent() && port.isPresent() && tls.isPresent()
        ? Optional.of(new ServerSettings(host.get(), port.get(), tls.get()))
        : Optional.empty();
  }

  private static String address(String text) throws Unusable {
    if (!ADDRESS.matcher(text).matches()) {
      throw new Unusable("not-an-address");
    }
    return text;
  }

  private static String host(String text) throws Unusable {
    if (!HOST.matcher(text).matches()) {
      throw new Unusable("not-a-host");
    }
    return text;
  }

  private static String login(String text) throws Unusable {
    if (text.isBlank()) {
      throw new Unusable("empty-login");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static List<String> defaultLogins(Draft draft, Set<String> ambiguous) {
    String address = draft.account().address().toLowerCase(Locale.ROOT);
    String localPart = localPart(address);
    return ambiguous.contains(localPart) ? List.of(address) : List.of(address, localPart);
  }

  /** A local part that two accounts share names neither. */
  private static Set<String> sharedLocalParts(List<Draft> drafts) {
    List<String> names = new ArrayList<>();
    for (Draft draft : drafts) {
      Set<String> own = new LinkedHashSet<>(draft.logins().orElse(List.of()));
      if (draft.logins().isEmpty()) {
        own.add(localPart(draft.account().address().toLowerCase(Locale.ROOT)));
      }
      names.addAll(own);
    }
    Set<String> once = new HashSet<>();
    Set<String> shared = new HashSet<>();
    names.stream().filter(name -> !once.add(name)).forEach(shared::add);
    return Collections.unmodifiableSet(shared);
  }

  private static String localPart(String address) {
    return address.substring(0, address.lastIndexOf('@'));
  }

  private static void refuseSharedAddresses(List<Draft> drafts) {
    Map<String, Draft> owners = new HashMap<>();
    for (Draft draft : drafts) {
      Account account = draft.account();
      String address = Recipient.comparable(account.address());
      if (owners.putIfAbsent(address, draft) != null) {
        draft.section().problem("address", new Unusable("shared-address", account.address()));
      }
      for (String alias : account.aliases()) {
        Draft owner = owners.putIfAbsent(Recipient.comparable(alias), draft);
        if (owner != null && !owner.equals(draft)) {
          draft.section().problem("aliases", new Unusable("shared-address", alias));
        }
      }
    }
  }

  private static void refuseSharedLogins(List<Draft> drafts) {
    Map<String, String> owners = new HashMap<>();
    for (Draft draft : drafts) {
      for (String login : draft.logins().orElse(List.of())) {
        String owner = owners.putIfAbsent(login, draft.account().address());
        if (owner != null && !owner.equals(draft.account().address())) {
          draft.section().problem("login", new Unusable("shared-login", login, owner));
        }
      }
    }
  }
}
