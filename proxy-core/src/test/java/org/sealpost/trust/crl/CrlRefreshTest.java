package org.sealpost.trust.crl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sealpost.trust.revocation.RevocationStatus.Revoked;
import org.sealpost.trust.revocation.RevocationStatus.Unknown;

/** Lists that the user asks for anew. */
class CrlRefreshTest extends StoreFixture {
  @Test
  void aListThatCouldNotBeHadIsFetchedAsSoonAsTheUserAsks() throws Exception {
    assertThat(ask(holder(2))).isInstanceOf(Unknown.class);
    web.put(LIST, CA.list().lists(2).der());
    assertThat(ask(holder(2))).as("just after it failed").isInstanceOf(Unknown.class);
    store.refreshAll();
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void attackAListThatIsNotTheCasIsNotTakenThen() throws Exception {
    assertThat(ask(holder(2))).isInstanceOf(Unknown.class);
    web.put(LIST, Ca.named("CN=Other").list().lists(2).der());
    store.refreshAll();
    assertThat(askAtOnce(holder(2))).isInstanceOf(Unknown.class);
  }

  @Test
  void aListThatNobodyEverNeededIsNotFetched() {
    web.put(LIST, CA.list().lists(2).der());
    store.refreshAll();
    assertThat(web.requests(LIST)).isZero();
  }
}
