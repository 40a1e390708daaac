package org.sealpost.server.smtp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sealpost.server.account.SaslMechanism;

/**
 * The extensions of a server (RFC 5321 §4.1.1.1).
 *
 * @param keywords each in upper case with its parameters
 */
record Capabilities(Map<String, List<String>> keywords) {
  private static final Pattern SPACES = Pattern.compile(" +");

  Capabilities {
    keywords = Map.copyOf(keywords);
  }

  /** What a reply to EHLO says; its first line is a greeting. */
  static Capabilities of(SmtpReply ehlo) {
    Map<String, List<String>> keywords = new LinkedHashMap<>();
    for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
      String upper = line.strip().toUpperCase(Locale.ROOT);
      // "AUTH=" is how servers spoke to very old clients.
      String[] words = SPACES.split(upper.replaceFirst("^AUTH=", "AUTH "), -1);
      keywords.merge(
          words[0],
          List.of(words).subList(1, words.length),
          (one, other) -> Stream.concat(one.stream(), other.stream()).distinct().toList());
    }
    return new Capabilities(keywords);
  }

  static Capabilities none() {
    return new Capabilities(Map.of());
  }

  boolean has(String keyword) {
    return keywords.containsKey(keyword);
  }

  /** The largest mail in bytes, 0 for no limit; empty without SIZE (RFC 1870). */
  OptionalLong size() {
    return Optional.ofNullable(keywords.get("SIZE"))
        .map(parameters -> parameters.isEmpty() ? "0" : parameters.getFirst())
        .filter(digits -> digits.matches("[0-9]{1,18}"))
        .map(digits -> OptionalLong.of(Long.parseLong(digits)))
        .orElse(OptionalLong.empty());
  }

  /**
   * Whether the server knows its users in any way (RFC 4954 §3), be it one that we cannot relay.
   */
  boolean offersLogin() {
    return !auth().isEmpty();
  }

  private List<String> auth() {
    return keywords.getOrDefault("AUTH", List.of());
  }

  /** The mechanisms that the server offers and we can relay. */
  List<SaslMechanism> mechanisms() {
    return Stream.of(SaslMechanism.values())
        .filter(mechanism -> auth().contains(mechanism.keyword()))
        .toList();
  }

  /**
   * What both have, with the smaller SIZE; of mechanisms what either has: a server must not keep
   * the other's users from logging in. Whether the one that was chosen fits is seen when the
   * account is known.
   */
  Capabilities and(Capabilities other) {
    Map<String, List<String>> both = new LinkedHashMap<>();
    for (String keyword : keywords.keySet()) {
      if (other.has(keyword)) {
        List<String> shared = new ArrayList<>(keywords.get(keyword));
        shared.retainAll(other.keywords.get(keyword));
        both.put(keyword, shared);
      }
    }
    smallest(size(), other.size())
        .ifPresent(size -> both.put("SIZE", List.of(Long.toString(size))));
    List<String> either = Stream.concat(auth().stream(), other.auth().stream()).distinct().toList();
    both.remove("AUTH");
    if (!either.isEmpty()) {
      both.put("AUTH", either);
    }
    return new Capabilities(both);
  }

  private static OptionalLong smallest(OptionalLong one, OptionalLong other) {
    return Stream.of(one, other)
        .flatMapToLong(OptionalLong::stream)
        .map(size -> size == 0 ? Long.MAX_VALUE : size)
        .min()
        .stream()
        .map(size -> size == Long.MAX_VALUE ? 0 : size)
        .findFirst();
  }

  /** Without one mechanism. */
  Capabilities withoutMechanism(SaslMechanism mechanism) {
    Map<String, List<String>> less = new LinkedHashMap<>(keywords);
    less.computeIfPresent(
        "AUTH",
        (auth, all) -> all.stream().filter(each -> !each.equals(mechanism.keyword())).toList());
    return new Capabilities(less);
  }
}
