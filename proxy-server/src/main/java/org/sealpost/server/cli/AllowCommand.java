package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.permission.GivenPermission;
import org.sealpost.permission.StoredPermissions;
import org.sealpost.policy.Permission;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.store.Store;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost allow}: lets someone be written to without encryption. */
@Command(name = "allow")
final class AllowCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "ADDRESS", descriptionKey = "allowed-address")
  private List<String> addresses = List.of();

  @Option(names = "--account", paramLabel = "ADDRESS")
  private Optional<String> account = Optional.empty();

  @Option(names = "--for", paramLabel = "DURATION", converter = Term.class)
  private Optional<Duration> term = Optional.empty();

  @Option(names = "--for-good")
  private boolean forGood;

  @Option(names = "--list")
  private boolean list;

  @Option(names = "--remove")
  private boolean remove;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  AllowCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    checkOptions();
    List<String> recipients = recipients();
    Settings settings = configuration.settings();
    Optional<String> of = account(settings);
    Instant now = Instant.now();
    StateFolder.make(settings.stateDir());
    try (Store store = Store.open(settings.storeFile())) {
      StoredPermissions permissions = new StoredPermissions(store);
      if (list) {
        list(permissions.all(now), of);
      } else if (remove) {
        remove(permissions, recipients, of, now);
      } else {
        allow(permissions, recipients, of, now);
      }
    }
    return 0;
  }

  private void checkOptions() {
    boolean terms = term.isPresent() || forGood;
    if (list == !addresses.isEmpty()) {
      throw wrong(list ? "allow-list.address" : "allow-address-missing");
    }
    if ((list && remove) || (terms && (list || remove)) || (term.isPresent() && forGood)) {
      throw wrong("allow-one-of");
    }
  }

  private UsageError wrong(String wording, Object... arguments) {
    return new UsageError(spec, wording, arguments);
  }

  private List<String> recipients() {
    List<String> recipients = new ArrayList<>();
    for (String address : addresses) {
      recipients.add(
          MailAddress.normalise(address)
              .orElseThrow(() -> wrong("not-an-address", PlainText.of(address))));
    }
    return recipients;
  }

  /** The account that is meant, by its first address; without one it is all. */
  private Optional<String> account(Settings settings) throws CommandFailed {
    return account.isEmpty()
        ? Optional.empty()
        : Optional.of(new AccountChoice(spec, settings).of(account).account().address());
  }

  private void allow(
      StoredPermissions permissions, List<String> recipients, Optional<String> of, Instant now) {
    Optional<Instant> until =
        forGood ? Optional.empty() : Optional.of(now.plus(term.orElse(Permission.USUAL)));
    List<GivenPermission> given =
        recipients.stream().map(it -> permissions.allow(of, it, now, until)).toList();
    if (json) {
      Json.printArray(screen.out(), given.stream().map(AllowCommand::object).toList());
      return;
    }
    for (GivenPermission it : given) {
      Optional<Instant> end = it.permission().until();
      screen.say(
          end.isPresent() ? "allow.until" : "allow.for-good",
          it.recipient(),
          from(it),
          end.map(Table::time).orElse(""));
    }
    screen.say("allow.means");
    if (given.stream().anyMatch(it -> it.permission().until().isEmpty())) {
      screen.say("allow.newer-word", Permission.USUAL.toMinutes());
    }
  }

  private void remove(
      StoredPermissions permissions, List<String> recipients, Optional<String> of, Instant now)
      throws CommandFailed {
    List<GivenPermission> taken =
        recipients.stream().flatMap(it -> permissions.takeBack(of, it, now).stream()).toList();
    if (taken.isEmpty()) {
      throw new CommandFailed("allow-remove.none", String.join(", ", recipients));
    }
    if (json) {
      Json.printArray(screen.out(), taken.stream().map(AllowCommand::object).toList());
      return;
    }
    taken.forEach(it -> screen.say("allow-remove.done", it.recipient(), from(it)));
  }

  private void list(List<GivenPermission> all, Optional<String> of) {
    List<GivenPermission> shown =
        all.stream()
            .filter(it -> of.isEmpty() || it.account().isEmpty() || isOf(it, of.get()))
            .toList();
    if (json) {
      Json.printArray(screen.out(), shown.stream().map(AllowCommand::object).toList());
      return;
    }
    if (shown.isEmpty()) {
      screen.say("allow-list.none");
    }
    Table table = new Table(screen.words(), "", "address", "from", "since", "counts-until");
    for (GivenPermission it : shown) {
      Permission permission = it.permission();
      table.row(
          it.recipient(),
          from(it),
          Table.time(permission.given()),
          permission.until().map(Table::time).orElse(screen.text("allow-list.for-good")));
    }
    table.print(screen.out());
  }

  private static boolean isOf(GivenPermission permission, String account) {
    return permission.account().equals(MailAddress.normalise(account));
  }

  private String from(GivenPermission permission) {
    return permission.account().orElseGet(() -> screen.text("allow.all-accounts"));
  }

  private static JsonObject object(GivenPermission given) {
    JsonObject object = new JsonObject();
    object.addProperty("recipient", given.recipient());
    given.account().ifPresent(it -> object.addProperty("account", it));
    object.addProperty("since", given.permission().given().toString());
    given.permission().until().ifPresent(it -> object.addProperty("until", it.toString()));
    return object;
  }
}
