package org.sealpost.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.metrics.Health.Status;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsTrust;
import org.sealpost.server.session.UpstreamWatch;
import org.sealpost.store.Store;
import org.sealpost.trust.crl.CrlProgress;
import org.sealpost.trust.crl.CrlSettings;
import org.sealpost.trust.crl.CrlStore;
import org.sealpost.trust.fetch.AddressPolicy;
import org.sealpost.trust.fetch.HttpFetcher;

class HealthTest {
  @TempDir Path folder;
  private final List<String> listeners = new ArrayList<>(List.of("smtp", "pop3"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Instant now = Instant.parse("2026-11-23T00:00:00Z");
  private TokenState card = TokenState.LOCKED;
  private boolean agentAnswers = true;
  private int asked;
  private Store store;
  private HttpFetcher fetcher;
  private CrlStore lists;
  private UpstreamWatch watch;
  private Health health;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(folder.resolve("sealpost.db"));
    fetcher = new HttpFetcher(AddressPolicy.TRUSTED_ISSUERS);
    lists =
        new CrlStore(
            folder.resolve("crl"),
            fetcher,
            CrlSettings.defaults(),
            List::of,
            CrlProgress.none(),
            () -> now);
    watch = new UpstreamWatch("smtp", meters, () -> now);
    health = new Health(() -> listeners, store, agent(), lists, List.of(watch), () -> now);
  }

  @AfterEach
  void close() {
    lists.close();
    fetcher.close();
    store.close();
  }

  private CardAgent agent() {
    return (CardAgent)
        Proxy.newProxyInstance(
            CardAgent.class.getClassLoader(),
            new Class<?>[] {CardAgent.class},
            (proxy, method, arguments) -> {
              asked++;
              if (!agentAnswers) {
                throw new CardException(CardError.AGENT_UNREACHABLE, "secret words");
              }
              return List.of(
                  new TokenInfo("1", "Ming's card", "r", card, OptionalInt.of(3), true, List.of()));
            });
  }

  private Status after(Runnable change) {
    change.run();
    now = now.plusSeconds(6);
    return health.look().status();
  }

  private Status of(String part) {
    return health.look().parts().stream()
        .filter(each -> each.name().equals(part))
        .findFirst()
        .orElseThrow()
        .status();
  }

  @Test
  void allIsWell() {
    assertThat(health.look().status()).isEqualTo(Status.UP);
    JsonObject json = JsonParser.parseString(health.look().json()).getAsJsonObject();
    assertThat(json.get("status").getAsString()).isEqualTo("up");
    assertThat(json.getAsJsonObject("parts").keySet())
        .containsExactly("listeners", "store", "agent", "card", "lists", "upstream-smtp");
    assertThat(json.toString()).doesNotContain("Ming");
  }

  @Test
  void withoutACardSomeMailsCannotPass() {
    assertThat(after(() -> card = TokenState.ABSENT)).isEqualTo(Status.DEGRADED);
    assertThat(of("card")).isEqualTo(Status.DEGRADED);
    assertThat(of("agent")).isEqualTo(Status.UP);
    assertThat(after(() -> card = TokenState.UNLOCKED)).isEqualTo(Status.UP);
  }

  @Test
  void withoutTheAgentTheCardIsNotKnown() {
    assertThat(after(() -> agentAnswers = false)).isEqualTo(Status.DEGRADED);
    assertThat(of("agent")).isEqualTo(Status.DEGRADED);
    assertThat(health.look().json()).doesNotContain("secret");
  }

  @Test
  void withoutTheStoreNothingWorks() {
    assertThat(after(() -> store.close())).isEqualTo(Status.DOWN);
    assertThat(of("store")).isEqualTo(Status.DOWN);
  }

  @Test
  void withoutAListenerNothingWorks() {
    assertThat(after(listeners::clear)).isEqualTo(Status.DOWN);
  }

  @Test
  void aServerThatCannotBeReachedCountsUntilItCan() throws Exception {
    Upstream server =
        new Upstream(
            "mail.example.tw",
            25,
            Upstream.Mode.NONE,
            TlsClient.of("localhost", TlsTrust.of(List.of())));
    assertThat(after(() -> reach(server, false))).isEqualTo(Status.DEGRADED);
    assertThat(health.look().json()).doesNotContain("mail.example.tw");
    assertThat(after(() -> reach(server, true))).isEqualTo(Status.UP);
    assertThat(meters.get("sealpost.upstream.connections").tag("outcome", "failed").timer().count())
        .isEqualTo(1);
  }

  private void reach(Upstream server, boolean works) {
    try {
      String reached =
          watch.<String, IOException>watch(
              server,
              () -> {
                if (!works) {
                  throw new IOException("no");
                }
                return "connection";
              });
      assertThat(reached).isEqualTo("connection");
    } catch (IOException e) {
      assertThat(works).isFalse();
    }
  }

  @Test
  void howeverOftenItIsAskedTheAgentIsAskedNowAndThen() {
    for (int i = 0; i < 50; i++) {
      health.look();
    }
    assertThat(asked).isEqualTo(1);
  }
}
