package org.sealpost.server.metrics;

import com.google.gson.JsonObject;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.server.session.UpstreamWatch;
import org.sealpost.store.Store;
import org.sealpost.trust.crl.CrlStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the proxy can do its work now. It is looked at no oftener than every few seconds, however
 * often it is asked; a look takes some seconds at most. Thread-safe.
 */
public final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration AGENT_PATIENCE = Duration.ofSeconds(2);
  private static final Executor LOOKS = task -> Thread.ofVirtual().name("health").start(task);

  private final Supplier<Collection<String>> listeners;
  private final Store store;
  private final CardAgent agent;
  private final Supplier<CrlStore> lists;
  private final List<UpstreamWatch> upstreams;
  private final InstantSource clock;
  private Optional<Report> last = Optional.empty();
  private CompletableFuture<List<TokenInfo>> asked = CompletableFuture.completedFuture(List.of());

  /** From the best to the worst. */
  public enum Status {
    UP(0),
    /** Something is missing that some mails need. */
    DEGRADED(1),
    /** Nothing works. */
    DOWN(2);

    private final int level;

    Status(int level) {
      this.level = level;
    }

    /** As in JSON. */
    public String token() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One thing that mails need.
   *
   * @param name listeners, store, agent, card, lists, or upstream and its protocol
   * @param detail some words in English that name nobody
   */
  public record Part(String name, Status status, String detail) {}

  /** How all is. */
  public record Report(Instant at, List<Part> parts) {
    public Report {
      parts = List.copyOf(parts);
    }

    /** The worst of the parts'. */
    public Status status() {
      return parts.stream().map(Part::status).max(Comparator.naturalOrder()).orElse(Status.UP);
    }

    /** As {@code /health} answers. */
    public String json() {
      JsonObject json = new JsonObject();
      json.addProperty("status", status().token());
      json.addProperty("at", at.toString());
      JsonObject each = new JsonObject();
      for (Part part : parts) {
        JsonObject one = new JsonObject();
        one.addProperty("status", part.status().token());
        one.addProperty("detail", part.detail());
        each.add(part.name(), one);
      }
      json.add("parts", each);
      return json.toString();
    }
  }

  /**
   * A look at these.
   *
   * @param listeners the protocols that are listened for
   */
  public Health(
      Supplier<Collection<String>> listeners,
      Store store,
      CardAgent agent,
      CrlStore lists,
      List<UpstreamWatch> upstreams,
      InstantSource clock) {
    this(listeners, store, agent, () -> lists, upstreams, clock);
  }

  /** As the other, at the lists that are used now. */
  public Health(
      Supplier<Collection<String>> listeners,
      Store store,
      CardAgent agent,
      Supplier<CrlStore> lists,
      List<UpstreamWatch> upstreams,
      InstantSource clock) {
    this.listeners = listeners;
    this.store = store;
    this.agent = agent;
    this.lists = lists;
    this.upstreams = List.copyOf(upstreams);
    this.clock = clock;
  }

  /** Lets the meters tell it too. */
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("sealpost.health", this, it -> it.look().status().level)
        .description("Whether the proxy can do its work: 0 up, 1 degraded, 2 down")
        .register(meters);
  }

  /** How it is now, or was a few seconds ago. */
  public synchronized Report look() {
    Instant now = clock.instant();
    if (last.isPresent() && Duration.between(last.get().at(), now).abs().compareTo(FRESH) < 0) {
      return last.get();
    }
    List<Part> parts = new ArrayList<>();
    parts.add(listening());
    parts.add(stored());
    parts.addAll(card());
    parts.add(listed(now));
    upstreams.forEach(watch -> parts.add(reached(watch)));
    Report report = new Report(now, parts);
    last = Optional.of(report);
    return report;
  }

  private Part listening() {
    Collection<String> protocols = listeners.get();
    return new Part(
        "listeners",
        protocols.isEmpty() ? Status.DOWN : Status.UP,
        protocols.isEmpty() ? "none" : String.join(", ", protocols));
  }

  private Part stored() {
    try {
      int one =
          store
              .reading()
              .withHandle(handle -> handle.createQuery("select 1").mapTo(Integer.class).one());
      return new Part("store", one == 1 ? Status.UP : Status.DOWN, "readable");
    } catch (RuntimeException e) {
      LOG.debug("the store cannot be read", e);
      return new Part("store", Status.DOWN, "not readable");
    }
  }

  /** An agent that hangs is asked once at a time. */
  private List<Part> card() {
    if (asked.isDone()) {
      asked = CompletableFuture.supplyAsync(this::tokens, LOOKS);
    }
    try {
      List<TokenInfo> tokens = asked.get(AGENT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return List.of(new Part("agent", Status.UP, "answers"), present(tokens));
    } catch (TimeoutException e) {
      return withoutAgent("does not answer in time");
    } catch (ExecutionException e) {
      LOG.debug("the agent does not answer", e);
      return withoutAgent("cannot be reached");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return withoutAgent("was not waited for");
    }
  }

  private List<TokenInfo> tokens() {
    try {
      return agent.tokens();
    } catch (CardException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Part> withoutAgent(String detail) {
    return List.of(
        new Part("agent", Status.DEGRADED, detail), new Part("card", Status.DEGRADED, "not known"));
  }

  private static Part present(List<TokenInfo> tokens) {
    long working =
        tokens.stream()
            .filter(token -> token.state() != TokenState.ABSENT)
            .filter(token -> token.state() != TokenState.FAILED)
            .filter(token -> token.state() != TokenState.BLOCKED)
            .count();
    return new Part(
        "card", working > 0 ? Status.UP : Status.DEGRADED, working > 0 ? "present" : "none works");
  }

  private Part listed(Instant now) {
    long outdated = StateMeters.outdated(lists.get(), now);
    return new Part(
        "lists",
        outdated > 0 ? Status.DEGRADED : Status.UP,
        outdated > 0 ? outdated + " outdated" : "fresh");
  }

  private static Part reached(UpstreamWatch watch) {
    long failing = watch.last().values().stream().filter(last -> !last.reached()).count();
    String detail =
        watch.last().isEmpty() ? "not tried yet" : failing == 0 ? "reached" : failing + " failing";
    return new Part(
        "upstream-" + watch.protocol(), failing > 0 ? Status.DEGRADED : Status.UP, detail);
  }
}
