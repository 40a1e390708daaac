package org.sealpost.server.setup.find;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.server.account.Upstream;

/**
 * A real server as a user may write it: {@code smtp.example.tw:465/implicit}. Immutable.
 *
 * @param host a name, or an address without brackets
 */
public record MailServer(MailProtocol protocol, String host, int port, Upstream.Mode tls) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<host>[^\\[\\]/:\\s]+))"
              + "(?::(?<port>[0-9]{1,5}))?(?:/(?<tls>implicit|starttls|none))?");
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}_](?:[\\p{L}\\p{M}\\p{N}._-]{0,252})");
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads {@code HOST[:PORT][/TLS]}. Without a port it is the one of RFC 8314 for TLS from the
   * start, or of the protocol for the other ways; without a way it is the usual one of the port.
   *
   * @return empty if it is none, or has a port whose way cannot be told
   */
  public static Optional<MailServer> parse(MailProtocol protocol, String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String six = matcher.group("six");
    String host = six == null ? matcher.group("host") : six;
    Optional<Upstream.Mode> way =
        Optional.ofNullable(matcher.group("tls"))
            .map(tls -> Upstream.Mode.valueOf(tls.toUpperCase(Locale.ROOT)));
    Optional<Integer> port = Optional.ofNullable(matcher.group("port")).map(Integer::valueOf);
    if (port.isEmpty()) {
      Upstream.Mode tls = way.orElse(Upstream.Mode.IMPLICIT);
      return of(protocol, host, usualPort(protocol, tls), tls);
    }
    return way.or(() -> usualWay(protocol, port.get()))
        .flatMap(tls -> of(protocol, host, port.get(), tls));
  }

  /**
   * What {@link #parse} reads, and where neither port nor way is named, also the usual port for
   * STARTTLS: many servers have one of the two alone.
   *
   * @return empty if it is no server
   */
  public static List<MailServer> meant(MailProtocol protocol, String text) {
    Matcher matcher = FORM.matcher(text.strip());
    boolean bare =
        matcher.matches() && matcher.group("port") == null && matcher.group("tls") == null;
    List<String> forms = bare ? List.of("/implicit", "/starttls") : List.of("");
    return forms.stream().flatMap(form -> parse(protocol, text.strip() + form).stream()).toList();
  }

  /** A server by what others say of it; empty if there can be none. */
  static Optional<MailServer> of(MailProtocol protocol, String host, int port, Upstream.Mode tls) {
    boolean named = NAME.matcher(host).matches() || host.matches("[0-9A-Fa-f:.]{2,45}");
    return named && port >= 1 && port <= HIGHEST_PORT
        ? Optional.of(new MailServer(protocol, host, port, tls))
        : Optional.empty();
  }

  static int usualPort(MailProtocol protocol, Upstream.Mode tls) {
    return switch (protocol) {
      case SMTP -> tls == Upstream.Mode.IMPLICIT ? 465 : 587;
      case POP3 -> tls == Upstream.Mode.IMPLICIT ? 995 : 110;
    };
  }

  private static Optional<Upstream.Mode> usualWay(MailProtocol protocol, int port) {
    if (port == usualPort(protocol, Upstream.Mode.IMPLICIT)) {
      return Optional.of(Upstream.Mode.IMPLICIT);
    }
    boolean upgraded = port == usualPort(protocol, Upstream.Mode.STARTTLS) || port == 25;
    return upgraded ? Optional.of(Upstream.Mode.STARTTLS) : Optional.empty();
  }

  /** As the configuration writes it. */
  public String way() {
    return tls.name().toLowerCase(Locale.ROOT);
  }

  /** As {@link #parse} reads it. */
  public String shown() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/" + way();
  }
}
