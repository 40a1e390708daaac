package org.sealpost.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Where the DNS has the certificates of an address (RFC 8162 §3). */
final class SmimeaName {
  private static final int HASH_OCTETS = 28;

  private SmimeaName() {}

  /**
   * The names to ask for: first with the local part as it is written, as the RFC has it, since only
   * the receiving server knows whether case matters; then in lower case, under which most publish.
   * Empty where the domain is none of the DNS.
   */
  static List<Name> of(Question question) {
    String normal = question.address();
    SequencedSet<String> locals = new LinkedHashSet<>();
    locals.add(local(written(question)));
    locals.add(local(normal));
    String domain = question.domain();
    if (domain.startsWith("[")) {
      return List.of();
    }
    try {
      SequencedSet<Name> names = new LinkedHashSet<>();
      for (String local : locals) {
        names.add(Name.fromString(hash(local) + "._smimecert." + domain + "."));
      }
      return List.copyOf(names);
    } catch (TextParseException e) {
      return List.of();
    }
  }

  private static String written(Question question) {
    String written = question.written().strip();
    return written.startsWith("<") && written.endsWith(">")
        ? written.substring(1, written.length() - 1).strip()
        : written;
  }

  /** Without quotes and quoted-pairs. */
  private static String local(String address) {
    String local = address.substring(0, address.lastIndexOf('@'));
    if (local.length() < 2 || !local.startsWith("\"") || !local.endsWith("\"")) {
      return local;
    }
    return local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static String hash(String local) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(local.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_OCTETS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
