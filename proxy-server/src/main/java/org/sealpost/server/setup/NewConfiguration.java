package org.sealpost.server.setup;

import java.util.Locale;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.server.setup.find.MailServer;

/**
 * The text of a configuration for someone who has none: what differs from the defaults, and beside
 * it as comments what one may want to change, in the user's language. For one thread.
 */
final class NewConfiguration {
  private final Words words;
  private final StringBuilder text = new StringBuilder();

  private NewConfiguration(Words words) {
    this.words = words;
  }

  static String of(Wanted wanted, Locale language) {
    return in(language).text(wanted);
  }

  /** An account to be put into a list that is there; its first line is not indented. */
  static String account(Wanted wanted, Locale language, String indent) {
    return in(language).account(wanted, indent);
  }

  private static NewConfiguration in(Locale language) {
    return new NewConfiguration(Words.beside(NewConfiguration.class, language));
  }

  private String text(Wanted wanted) {
    comment("", words.text("comment.head"));
    text.append("\nsealpost {\n");
    comment("  ", words.text("comment.accounts"));
    line("  ", "accounts = [");
    line("    ", account(wanted, "    "));
    line("  ", "]");
    listen(wanted);
    card(wanted);
    upstream(wanted);
    other();
    text.append("}\n");
    return text.toString();
  }

  private String account(Wanted wanted, String indent) {
    NewConfiguration object = new NewConfiguration(words);
    String inner = indent + "  ";
    object.text.append("{\n");
    object.line(inner, "address = " + Wanted.quoted(wanted.address()));
    object.comment(inner, words.text("comment.servers"));
    wanted.smtp().ifPresent(server -> object.server(inner, "smtp", server));
    wanted.pop3().ifPresent(server -> object.server(inner, "pop3", server));
    object.comment(inner, words.text("comment.login"));
    object.line(
        inner,
        wanted
            .userName()
            .map(name -> "login = " + Wanted.quoted(name))
            .orElse("# login = \"ming\""));
    object.comment(inner, words.text("comment.policy"));
    object.line(inner, policy(wanted.signWithoutAddress()));
    object.text.append(indent).append('}');
    return object.text.toString();
  }

  private static String policy(Optional<Boolean> signWithoutAddress) {
    return signWithoutAddress
        .map(it -> "policy = { allow-certificate-without-address = " + it + " }")
        .orElse("# policy = { sign = always, encrypt = when-possible }");
  }

  private void server(String indent, String name, MailServer server) {
    line(indent, name + " = " + Wanted.written(server));
  }

  private void listen(Wanted wanted) {
    text.append('\n');
    comment("  ", words.text("comment.listen"));
    line("  ", "listen {");
    listener(wanted, "smtp", Ports.SMTP);
    listener(wanted, "pop3", Ports.POP3);
    listener(wanted, "console", Ports.CONSOLE);
    line("  ", "}");
  }

  private void listener(Wanted wanted, String name, int standard) {
    Optional<String> chosen = Optional.ofNullable(wanted.listen().get(name));
    line(
        "    ",
        chosen
            .map(it -> name + " = " + Wanted.quoted(it))
            .orElse("# " + name + " = \"127.0.0.1:" + standard + "\""));
  }

  private void card(Wanted wanted) {
    text.append('\n');
    comment("  ", words.text("comment.card"));
    line("  ", "card-agent {");
    setting(wanted, "sealpost.card-agent.module", "module = auto");
    comment("    ", words.text("comment.pkcs12"));
    setting(
        wanted, "sealpost.card-agent.pkcs12", "pkcs12 = [\"~/.local/share/sealpost/card.p12\"]");
    comment("    ", words.text("comment.pin-idle"));
    line("    ", "# pin-idle = 30 minutes");
    line("  ", "}");
  }

  private void setting(Wanted wanted, String path, String standard) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    line(
        "    ",
        wanted.general().stream()
            .filter(setting -> setting.path().equals(path))
            .findFirst()
            .map(setting -> name + " = " + setting.value())
            .orElse("# " + standard));
  }

  private void upstream(Wanted wanted) {
    if (!wanted.trusted().isEmpty()) {
      text.append('\n');
      comment("  ", words.text("comment.upstream"));
      line("  ", "upstream {");
      setting(wanted, "sealpost.upstream.trusted-certificates", "");
      line("  ", "}");
    }
  }

  private void other() {
    text.append('\n');
    comment("  ", words.text("comment.trust"));
    line("  ", "# trust { anchors = [], revocation = prefer }");
    text.append('\n');
    comment("  ", words.text("comment.language"));
    line("  ", "# language = auto");
  }

  private void comment(String indent, String comment) {
    comment.lines().forEach(line -> line(indent, ("# " + line).stripTrailing()));
  }

  private void line(String indent, String line) {
    text.append(indent).append(line).append('\n');
  }
}
