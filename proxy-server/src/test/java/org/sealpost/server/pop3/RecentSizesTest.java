package org.sealpost.server.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentSizesTest {
  private final RecentSizes sizes = new RecentSizes(2);

  @Test
  void eachAccountHasItsOwn() {
    sizes.remember("ming", "1", 10);
    assertThat(sizes.size("ming", "1")).hasValue(10);
    assertThat(sizes.size("hua", "1")).isEmpty();
    assertThat(sizes.knows("ming")).isTrue();
    assertThat(sizes.knows("hua")).isFalse();
  }

  @Test
  void theOneAskedForLongestAgoGoesFirst() {
    sizes.remember("ming", "1", 10);
    sizes.remember("ming", "2", 20);
    sizes.size("ming", "1");
    sizes.remember("ming", "3", 30);
    assertThat(sizes.size("ming", "1")).hasValue(10);
    assertThat(sizes.size("ming", "2")).isEmpty();
    assertThat(sizes.size("ming", "3")).hasValue(30);
  }
}
