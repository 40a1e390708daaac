package org.sealpost.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.directory.Domains;
import org.sealpost.directory.LdapSettings;
import org.sealpost.directory.LdapSettings.Login;
import org.sealpost.directory.LdapSettings.Tls;
import org.sealpost.directory.SmimeaSettings;
import org.sealpost.server.Settings.DirectorySettings;

/** Reads the settings of directories. */
final class DirectoryReader {
  private static final Pattern HOST =
      Pattern.compile("[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)*\\.?|[0-9A-Fa-f:.]+");

  private static final Pattern SERVER =
      Pattern.compile(
          "(?:(?<four>[0-9.]+)|\\[(?<six>[0-9A-Fa-f:.]+)])(?::(?<port>[0-9]{1,5}))?"
              + "|(?<bare>[0-9A-Fa-f:.]+)");

  private static final int DNS_PORT = 53;

  private final Section.PlacedParser<Path> path;

  /**
   * A reader.
   *
   * @param path reads a path, as everywhere in the configuration
   */
  DirectoryReader(Section.PlacedParser<Path> path) {
    this.path = path;
  }

  DirectorySettings read(Section section) {
    List<LdapSettings> ldap = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section each : section.sections("ldap")) {
      ldap(each, names).ifPresent(ldap::add);
    }
    Optional<SmimeaSettings> smimea = smimea(section.section("smimea").orElseThrow());
    DirectorySettings settings =
        new DirectorySettings(
            ldap,
            smimea,
            section.duration("patience").orElseThrow(),
            section.duration("keep").orElseThrow());
    section.finish();
    return settings;
  }

  private Optional<LdapSettings> ldap(Section section, Set<String> names) {
    Optional<String> name = section.parsed("name", text -> name(text, names));
    Optional<String> host = section.parsed("host", DirectoryReader::host);
    Optional<Tls> tls = section.parsed("tls", Section.choice(Tls.class));
    Optional<Integer> port =
        section.changes("port")
            ? section.number("port", 1, 65535)
            : Optional.of(tls.filter(it -> it == Tls.IMPLICIT).isPresent() ? 636 : 389);
    Optional<String> base = section.parsed("base", text -> text);
    String filter =
        section.changes("filter")
            ? section.parsed("filter", DirectoryReader::filter).orElse("")
            : "(mail=" + LdapSettings.ADDRESS + ")";
    Domains domains = section.changes("domains") ? domains(section) : Domains.all();
    Optional<Login> login = login(section, tls, host);
    section.finish();
    return name.isPresent()
            && host.isPresent()
            && tls.isPresent()
            && port.isPresent()
            && base.isPresent()
        ? Optional.of(
            new LdapSettings(
                name.get(), host.get(), port.get(), tls.get(), base.get(), filter, domains, login))
        : Optional.empty();
  }

  private Optional<Login> login(Section section, Optional<Tls> tls, Optional<String> host) {
    boolean user = section.changes("user");
    if (!user && !section.changes("password-file")) {
      return Optional.empty();
    }
    Optional<String> dn = section.parsed("user", text -> text);
    Optional<Path> file = section.parsed("password-file", path);
    boolean clear = tls.filter(it -> it == Tls.NONE).isPresent();
    if (user && clear && host.filter(it -> !ListenAddress.isLoopback(it)).isPresent()) {
      section.problem("user", new Unusable("password-without-tls"));
    }
    return dn.flatMap(it -> file.map(password -> new Login(it, password)));
  }

  private Optional<SmimeaSettings> smimea(Section section) {
    boolean enabled = section.flag("enabled").orElseThrow();
    SmimeaSettings settings =
        new SmimeaSettings(
            domains(section),
            section.list("servers", DirectoryReader::server).orElseThrow(),
            section
                .parsed(
                    "trust-anchors",
                    (text, origin) ->
                        text.isEmpty()
                            ? Optional.<Path>empty()
                            : Optional.of(path.parse(text, origin)))
                .orElseThrow());
    section.finish();
    return enabled ? Optional.of(settings) : Optional.empty();
  }

  private static Domains domains(Section section) {
    return new Domains(section.list("domains", DirectoryReader::domain).orElse(List.of()));
  }

  private static String name(String text, Set<String> names) throws Unusable {
    if (text.isBlank() || !text.chars().allMatch(c -> c >= ' ' && c < 127)) {
      throw new Unusable("not-a-name");
    }
    if (!names.add(text)) {
      throw new Unusable("shared-name");
    }
    return text;
  }

  private static String host(String text) throws Unusable {
    if (!HOST.matcher(text).matches()) {
      throw new Unusable("not-a-host");
    }
    return text;
  }

  private static String filter(String text) throws Unusable {
    if (!LdapSettings.isFilter(text)) {
      throw new Unusable("not-a-filter");
    }
    return text;
  }

  private static String domain(String text) throws Unusable {
    return Domains.normalise(text).orElseThrow(() -> new Unusable("not-a-domain", text));
  }

  private static InetSocketAddress server(String text) throws Unusable {
    Matcher matcher = SERVER.matcher(text);
    if (!matcher.matches()) {
      throw new Unusable("not-a-resolver", text);
    }
    String port = matcher.group("port");
    int number = port == null ? DNS_PORT : Integer.parseInt(port);
    for (String group : List.of("four", "six", "bare")) {
      String literal = matcher.group(group);
      if (literal != null && number >= 1 && number <= 65535) {
        try {
          return new InetSocketAddress(InetAddress.ofLiteral(literal), number);
        } catch (IllegalArgumentException _) {
          break;
        }
      }
    }
    throw new Unusable("not-a-resolver", text);
  }
}
