package org.sealpost.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.card.api.TokenInfo;

class ExpiriesTest {
  private static final Instant END = Instant.parse("2027-01-31T12:00:00Z");

  @TempDir Path folder;
  private Expiries expiries;
  private TokenInfo card;

  @BeforeEach
  void setUp() throws Exception {
    expiries = anew();
    card = Certificates.card(Certificates.ending("Ming", END));
  }

  private Expiries anew() {
    return new Expiries(new ToldExpiries(folder.resolve("told")), ZoneOffset.UTC);
  }

  private List<ExpiringCertificates> before(String time) {
    return expiries.of(card, END.minus(Duration.parse(time)));
  }

  @ParameterizedTest
  @CsvSource({
    "P30DT1S, 0",
    "P30D, 30",
    "P8D, 30",
    "P7DT1S, 30",
    "P7D, 7",
    "P1DT1S, 7",
    "P1D, 1",
    "PT1S, 1",
    "PT0S, 0",
    "PT-1S, 0"
  })
  void aCertificateIsToldOfWithinThirtyDaysSevenDaysAndOneDay(String left, int threshold) {
    List<ExpiringCertificates> told = before(left);

    if (threshold == 0) {
      assertThat(told).isEmpty();
    } else {
      assertThat(told).singleElement().returns(threshold, ExpiringCertificates::threshold);
      assertThat(told.getFirst().holders()).containsExactly("Ming");
    }
  }

  @Test
  void eachThresholdIsToldOnceAlsoOverRestarts() {
    before("P29D").forEach(expiries::told);
    assertThat(before("P28D")).isEmpty();
    expiries = anew();
    assertThat(before("P27D")).isEmpty();

    assertThat(before("P6D")).hasSize(1);
    assertThat(before("P6D")).as("not shown yet").hasSize(1);
    before("P6D").forEach(expiries::told);
    expiries = anew();
    assertThat(before("P5D")).isEmpty();
    assertThat(before("PT23H")).hasSize(1);
  }

  @Test
  void certificatesOfOneCardThatEndOnOneDayAreOneNotice() throws Exception {
    card =
        Certificates.card(
            Certificates.ending("Ming", END), Certificates.ending("Ming", END.plusSeconds(1)));
    card =
        Certificates.card(
            Certificates.ending("Ming", END), Certificates.ending("Wang", END.plusSeconds(1)));

    assertThat(before("P2D"))
        .singleElement()
        .satisfies(it -> assertThat(it.holders()).containsExactly("Ming", "Wang"));
  }

  @Test
  void oneThatAnotherHasTakenThePlaceOfIsNotToldOf() throws Exception {
    X509Certificate old = Certificates.ending("Ming", END);
    card = Certificates.card(old, Certificates.ending("Ming", END.plus(Duration.ofDays(700))));
    assertThat(before("P2D")).isEmpty();

    card = Certificates.card(old, Certificates.ending("Wang", END.plus(Duration.ofDays(700))));
    assertThat(before("P2D")).hasSize(1);
  }

  @Test
  void aDamagedMemoryCostsBeingToldAgain() throws Exception {
    Files.writeString(folder.resolve("told"), "\0garbage\nxyz 30\n" + "a".repeat(64) + " 9999\n");
    expiries = anew();
    assertThat(before("P6D")).hasSize(1);
  }
}
