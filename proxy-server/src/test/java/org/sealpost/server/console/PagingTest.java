package org.sealpost.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTest {
  @ParameterizedTest
  @CsvSource({"'',0", "3,3", "-1,0", "99999999,10000", "9999999999,0", "x,0"})
  void aPageNumberIsTakenFromTheAddressAndBounded(String text, int number) {
    Request request =
        new Request(
            "GET",
            "/",
            Map.of("page", List.of(text)),
            Map.of(),
            Optional.empty(),
            Locale.UK,
            false);
    assertThat(Paging.number(request)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"0,25,'',''", "0,26,'',1", "1,26,0,2", "2,3,1,''"})
  void thereAreLinksToWherePagesAre(int number, int found, String newer, String older) {
    List<String> entries = Collections.nCopies(found, "x");
    Paging paging = Paging.of(number, entries, page -> "" + page);
    assertThat(paging.previous().orElse("")).isEqualTo(newer);
    assertThat(paging.next().orElse("")).isEqualTo(older);
    assertThat(Paging.page(entries)).hasSize(Math.min(found, Paging.SIZE));
  }

  @Test
  void whatStandsInALinkCannotLeaveItsPlace() {
    assertThat(Links.to("/p", "id", "a&b=c#<d>", "none", "", "z", "林"))
        .isEqualTo("/p?id=a%26b%3Dc%23%3Cd%3E&z=%E6%9E%97");
  }
}
