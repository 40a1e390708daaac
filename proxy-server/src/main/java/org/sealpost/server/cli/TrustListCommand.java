package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Decision;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PinnedAnchors;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.decisions.Decisions.Bound;
import org.sealpost.trust.decisions.Decisions.Decided;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sealpost trust list}: all that trust rests on. */
@Command(name = "list")
final class TrustListCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  TrustListCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  /** An anchor whose bytes need not be there. */
  private record Pin(String name, Fingerprint fingerprint) {}

  @Override
  public Integer call() throws Exception {
    try (Book book = Book.open(configuration.settings())) {
      List<Decided> decided = book.decisions().all();
      List<Bound> bound = book.decisions().bindings();
      List<Anchor> anchors = book.imported().after(book.configured()).get();
      List<Pin> pins = pins(book.pinned());
      Instant now = Instant.now();
      if (json) {
        Json.printArray(screen.out(), objects(decided, bound, anchors, pins, now));
      } else {
        printDecisions(decided, now);
        printBindings(bound);
        printAnchors(anchors, pins);
      }
    }
    return 0;
  }

  private List<Pin> pins(PinnedAnchors pinned) {
    return pinned.sha256().stream()
        .map(hex -> new Pin(screen.text("pinned." + hex), new Fingerprint(hex)))
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .toList();
  }

  private void printDecisions(List<Decided> decided, Instant now) {
    screen.say(decided.isEmpty() ? "list.no-decisions" : "list.decisions");
    Table table =
        new Table(
            screen.words(),
            "  ",
            "decision",
            "subject",
            "fingerprint",
            "since",
            "counts-until",
            "note");
    for (Decided one : decided) {
      Decision decision = one.decision();
      table.row(
          screen.text("list." + kind(decision)),
          CertificateNames.displayName(one.certificate()),
          Fingerprint.of(one.certificate()).abbreviated(),
          Table.day(decision.made()),
          until(decision, now),
          decision.note());
    }
    table.print(screen.out());
  }

  private String until(Decision decision, Instant now) {
    Optional<String> day = decision.until().map(Table::day);
    return day.map(text -> decision.holdsAt(now) ? text : screen.text("list.ran-out", text))
        .orElse("");
  }

  private void printBindings(List<Bound> bound) {
    if (bound.isEmpty()) {
      return;
    }
    screen.say("list.bindings");
    Table table = new Table(screen.words(), "  ", "address", "subject", "fingerprint", "since");
    for (Bound one : bound) {
      table.row(
          one.binding().address(),
          CertificateNames.displayName(one.certificate()),
          Fingerprint.of(one.certificate()).abbreviated(),
          Table.day(one.binding().since()));
    }
    table.print(screen.out());
  }

  private void printAnchors(List<Anchor> anchors, List<Pin> pins) {
    screen.say("list.anchors");
    Table table =
        new Table(screen.words(), "  ", "subject", "fingerprint", "scope", "until", "source");
    for (Anchor anchor : anchors) {
      table.row(
          CertificateNames.displayName(anchor.certificate()),
          Fingerprint.of(anchor.certificate()).abbreviated(),
          CertificateText.scope(screen, anchor.scope()),
          Table.day(anchor.certificate().getNotAfter().toInstant()),
          source(anchor.origin()));
    }
    for (Pin pin : pins) {
      table.row(
          pin.name(),
          pin.fingerprint().abbreviated(),
          screen.text("scope.all"),
          "",
          source(new Anchor.Origin.Pinned()));
    }
    table.print(screen.out());
  }

  private String source(Anchor.Origin origin) {
    return switch (origin) {
      case Anchor.Origin.Configured(String file) ->
          screen.text("list.configured", PlainText.of(file));
      case Anchor.Origin.Imported(String file, Instant at) ->
          screen.text("list.imported", PlainText.of(file), Table.day(at));
      case Anchor.Origin.Pinned() -> screen.text("list.pinned");
      case Anchor.Origin.OfSystem() -> screen.text("list.of-system");
    };
  }

  private static List<JsonObject> objects(
      List<Decided> decided, List<Bound> bound, List<Anchor> anchors, List<Pin> pins, Instant now) {
    List<JsonObject> objects = new ArrayList<>();
    decided.forEach(one -> objects.add(object(one, now)));
    bound.forEach(one -> objects.add(object(one)));
    anchors.forEach(one -> objects.add(object(one)));
    pins.forEach(one -> objects.add(object(one)));
    return objects;
  }

  private static JsonObject object(Decided one, Instant now) {
    return object(one.certificate(), one.decision(), now);
  }

  /** A decision as the list has it. */
  static JsonObject object(X509Certificate certificate, Decision decision, Instant now) {
    JsonObject object = CertificateText.json(kind(decision), certificate);
    object.addProperty("since", decision.made().toString());
    decision.until().ifPresent(until -> object.addProperty("until", until.toString()));
    object.addProperty("counts", decision.holdsAt(now));
    object.addProperty("note", decision.note());
    return object;
  }

  private static JsonObject object(Bound one) {
    JsonObject object = CertificateText.json("binding", one.certificate());
    object.addProperty("address", one.binding().address());
    object.addProperty("since", one.binding().since().toString());
    return object;
  }

  /** An anchor as the list has it. */
  static JsonObject object(Anchor anchor) {
    JsonObject object = CertificateText.json("anchor", anchor.certificate());
    object.add("scope", Json.list(List.copyOf(anchor.scope().entries())));
    switch (anchor.origin()) {
      case Anchor.Origin.Configured(String file) -> {
        object.addProperty("source", "configured");
        object.addProperty("file", file);
      }
      case Anchor.Origin.Imported(String file, Instant at) -> {
        object.addProperty("source", "imported");
        object.addProperty("file", file);
        object.addProperty("since", at.toString());
      }
      case Anchor.Origin.Pinned() -> object.addProperty("source", "pinned");
      case Anchor.Origin.OfSystem() -> object.addProperty("source", "system");
    }
    return object;
  }

  private static JsonObject object(Pin pin) {
    JsonObject object = new JsonObject();
    object.addProperty("kind", "anchor");
    object.addProperty("subject", pin.name());
    object.addProperty("fingerprint", pin.fingerprint().hex());
    object.add("scope", Json.list(List.of()));
    object.addProperty("source", "pinned");
    return object;
  }

  private static String kind(Decision decision) {
    return decision.kind().name().toLowerCase(Locale.ROOT);
  }
}
