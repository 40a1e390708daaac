package org.sealpost.trust.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.crl.Ca.NOW;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;
import org.sealpost.trust.revocation.RevocationStatus.Revoked;
import org.sealpost.trust.revocation.RevocationStatus.Unknown;

/** Which list takes the place of another, and which does not. */
class CrlReplacementTest extends StoreFixture {
  static byte[] list(int day, long... revoked) {
    return CA.list()
        .number(day)
        .from(NOW.plus(Duration.ofDays(day)).minus(Duration.ofHours(1)))
        .until(NOW.plus(Duration.ofDays(day)).plus(Duration.ofHours(23)))
        .lists(revoked)
        .der();
  }

  static Class<?> cause(RevocationStatus status) {
    return status instanceof Unknown(Cause cause) ? cause.getClass() : status.getClass();
  }

  @Test
  void anOlderListDoesNotReplaceANewer() throws Exception {
    byte[] older = CA.list().number(1).from(NOW.minusSeconds(7200)).der();
    web.put(LIST, CA.list().number(2).lists(2).der());
    ask(holder(2));
    web.put(LIST, older);
    store.refreshAll();
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
    assertThat(store.lists().getFirst().lastFailure().orElseThrow().english()).contains("newer");
    reopen();
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aListWithALowerNumberDoesNotReplaceANewer() {
    web.put(LIST, CA.list().number(2).lists(2).der());
    ask(holder(2));
    web.put(LIST, CA.list().number(1).from(NOW.minusSeconds(60)).der());
    store.refreshAll();
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aTruncatedListKeepsTheOld() {
    byte[] next = CA.list().number(2).from(NOW.minusSeconds(60)).der();
    web.put(LIST, CA.list().number(1).lists(2).der());
    ask(holder(2));
    web.put(LIST, Arrays.copyOf(next, next.length - 20));
    store.refreshAll();
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
    web.put(LIST, next).breakAfter(LIST, next.length - 20);
    store.refreshAll();
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
    assertThat(store.lists().getFirst().lastFailure().orElseThrow().english())
        .contains("broke off");
  }

  @Test
  void aListThatBreaksOffAfterItsLastByteIsNotKept() {
    byte[] list = CA.list().der();
    web.put(LIST, list).breakAfter(LIST, list.length);
    assertThat(cause(ask(holder(2)))).isEqualTo(Cause.NotReached.class);
  }

  @Test
  void aForgedListKeepsTheOld() {
    web.put(LIST, CA.list().number(1).lists(2).der());
    ask(holder(2));
    web.put(
        LIST,
        CA.list()
            .number(2)
            .from(NOW.minusSeconds(60))
            .signedWith(Ca.keys("EC", 256, "thief"))
            .der());
    store.refreshAll();
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aListOfAnotherCaTakesNoPlaceOfThisOnes() {
    Ca other = Ca.of("CN=CA", Ca.keys("EC", 256, "next generation"), Ca.ALL);
    web.put(LIST, CA.list().lists(2).der());
    assertThat(ask(holder(2))).isInstanceOf(Revoked.class);
    X509Certificate sameSerial = other.issue(2, points -> points.at(LIST));
    assertThat(cause(store.status(sameSerial, other.certificate(), LONG)))
        .isEqualTo(Cause.NotReliable.class);
    assertThat(askAtOnce(holder(2))).isInstanceOf(Revoked.class);
  }

  @Test
  void aFirstListThatIsBadIsNotReliable() {
    web.put(LIST, new byte[] {1, 2, 3});
    assertThat(cause(ask(holder(2)))).isEqualTo(Cause.NotReliable.class);
  }
}
