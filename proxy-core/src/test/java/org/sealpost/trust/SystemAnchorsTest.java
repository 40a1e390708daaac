package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemAnchorsTest {
  @Test
  void eachIsThisSystemsAndCountsOnce() throws Exception {
    assertThat(SystemAnchors.load())
        .allSatisfy(anchor -> assertThat(anchor.certificate().getPublicKey()).isNotNull())
        .doesNotHaveDuplicates();
  }
}
