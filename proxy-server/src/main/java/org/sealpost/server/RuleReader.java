package org.sealpost.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.RecipientRule;
import org.sealpost.policy.SignPolicy;

/** Reads the rules for recipients. */
final class RuleReader {
  private RuleReader() {}

  /** The rules in {@code policy.recipients}, in their order. */
  static List<RecipientRule> read(Section policy) {
    List<RecipientRule> rules = new ArrayList<>();
    Set<String> scopes = new HashSet<>();
    for (Section section : policy.sections("recipients")) {
      Optional<String> scope = section.parsed("for", RuleReader::scope);
      Optional<SignPolicy> sign = own(section, "sign", SignPolicy.class);
      Optional<EncryptPolicy> encrypt = own(section, "encrypt", EncryptPolicy.class);
      section.finish();
      if (encrypt.filter(EncryptPolicy.NEVER::equals).isPresent()) {
        section.problem("encrypt", new Unusable("rule-asks-for-nothing"));
      }
      if (!section.changes("sign") && !section.changes("encrypt")) {
        section.problem("for", new Unusable("rule-says-nothing"));
      }
      if (scope.filter(it -> !scopes.add(it)).isPresent()) {
        section.problem("for", new Unusable("two-rules-for-one"));
      }
      scope.ifPresent(it -> rules.add(new RecipientRule(it, sign, encrypt)));
    }
    return rules;
  }

  private static String scope(String text) throws Unusable {
    return RecipientRule.scope(text).orElseThrow(() -> new Unusable("not-a-scope"));
  }

  private static <E extends Enum<E>> Optional<E> own(Section section, String key, Class<E> type) {
    return section.changes(key) ? section.parsed(key, Section.choice(type)) : Optional.empty();
  }
}
