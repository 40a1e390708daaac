package org.sealpost.server.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.server.Settings;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sealpost card list}: the tokens that the agent holds, and their certificates. */
@Command(name = "list")
final class CardListCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  CardListCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  private record Certificate(
      String id, List<String> purposes, String subject, List<String> addresses, Instant notAfter) {
    static Certificate of(CardCertificate held) throws CertificateException {
      X509Certificate certificate = CertificateFile.parse(held.certificate());
      return new Certificate(
          held.keyId(),
          held.purposes().stream().sorted().map(CardListCommand::written).toList(),
          CertificateNames.displayName(certificate),
          CertificateNames.addresses(certificate),
          certificate.getNotAfter().toInstant());
    }
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    List<TokenInfo> tokens;
    List<ModuleReport> modules;
    try (CardAgent agent = Agent.connect(settings)) {
      modules = agent.modules();
      tokens = agent.tokens();
    }
    if (json) {
      List<JsonObject> objects = new ArrayList<>();
      for (TokenInfo token : tokens) {
        objects.add(asJson(token));
      }
      Json.printArray(screen.out(), objects);
      return 0;
    }
    if (tokens.isEmpty()) {
      screen.say("no-token");
    }
    String missing =
        modules.stream()
                .filter(module -> module.state() != ModuleReport.State.NONE)
                .allMatch(ModuleReport::tellsWhoIsMissing)
            ? "card-not-there"
            : "card-not-seen";
    for (TokenInfo token : tokens) {
      print(token, settings.cardAgent().pkcs12(), missing);
    }
    if (tokens.isEmpty() || tokens.stream().anyMatch(CardListCommand::isMissing)) {
      modules.forEach(this::print);
    }
    return 0;
  }

  private static boolean isMissing(TokenInfo token) {
    return token.state() == TokenState.ABSENT;
  }

  /** Where a card that is missing was looked for. */
  private void print(ModuleReport module) {
    if (module.state() != ModuleReport.State.WORKING) {
      screen.out().println(PlainText.of(module.problem(screen.language())));
      return;
    }
    screen.say(
        module.readers().isEmpty() ? "module-without-readers" : "module",
        PlainText.of(module.path()),
        PlainText.of(module.description()));
    for (ModuleReport.Reader reader : module.readers()) {
      screen.say(
          reader.cardPresent() ? "reader-with-card" : "reader-empty", PlainText.of(reader.name()));
    }
    if (!module.problem().isEmpty()) {
      screen.out().println(PlainText.of(module.problem(screen.language())));
    }
  }

  private void print(TokenInfo token, List<Path> files, String missing)
      throws CertificateException {
    screen.say(
        token.triesLeft().isPresent() ? "token-with-tries" : "token",
        PlainText.of(token.label()),
        screen.text("token.state." + written(token.state())),
        PlainText.of(token.id()),
        PlainText.of(token.reader()),
        token.triesLeft().orElse(0));
    if (token.state() == TokenState.FAILED) {
      screen.say("token-failed", PlainText.of(token.problem(screen.language())));
      return;
    }
    if (isMissing(token)) {
      boolean file = files.stream().anyMatch(path -> path.toString().equals(token.reader()));
      screen.say(file ? "file-not-there" : missing, PlainText.of(token.id()));
    }
    if (!token.certificatesKnown()) {
      if (!isMissing(token)) {
        screen.say("certificates-after-unlock");
      }
      return;
    }
    Table table = new Table(screen.words(), "  ", "purpose", "addresses", "until", "subject");
    for (CardCertificate held : token.certificates()) {
      Certificate certificate = Certificate.of(held);
      table.row(
          certificate.purposes().stream()
              .map(it -> screen.text("purpose." + it))
              .collect(Collectors.joining(", ")),
          String.join(", ", certificate.addresses()),
          Table.day(certificate.notAfter()),
          certificate.subject());
    }
    table.print(screen.out());
  }

  /** What became of a card, in JSON. */
  static JsonObject outcome(TokenInfo token, String result) {
    JsonObject object = new JsonObject();
    object.addProperty("label", token.label());
    object.addProperty("serial", token.id());
    object.addProperty("result", result);
    if (token.state() == TokenState.FAILED) {
      object.addProperty("problem", token.problem());
    }
    return object;
  }

  private static JsonObject asJson(TokenInfo token) throws CertificateException {
    JsonObject object = new JsonObject();
    object.addProperty("label", token.label());
    object.addProperty("serial", token.id());
    object.addProperty("reader", token.reader());
    object.addProperty("state", written(token.state()));
    if (token.state() == TokenState.FAILED) {
      object.addProperty("problem", token.problem());
    }
    token.triesLeft().ifPresent(tries -> object.addProperty("triesLeft", tries));
    JsonArray certificates = new JsonArray();
    for (CardCertificate held : token.certificates()) {
      Certificate certificate = Certificate.of(held);
      JsonObject entry = new JsonObject();
      entry.addProperty("id", certificate.id());
      entry.add("purpose", Json.list(certificate.purposes()));
      entry.addProperty("subject", certificate.subject());
      entry.add("addresses", Json.list(certificate.addresses()));
      entry.addProperty("notAfter", certificate.notAfter().toString());
      certificates.add(entry);
    }
    object.add("certificates", certificates);
    return object;
  }

  private static String written(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
