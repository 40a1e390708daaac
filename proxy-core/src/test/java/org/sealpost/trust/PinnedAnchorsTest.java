package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.Mint.NOW;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sealpost.trust.Mint.Minted;

/** Who may be an anchor for being met in a mail or on a card. */
class PinnedAnchorsTest {
  private static final String MING = "ming@example.tw";

  private final Minted root = Mint.authority("CN=Root").make();
  private final X509Certificate signer = Mint.holder("CN=Ming", MING).by(root).make().certificate();

  private static PinnedAnchors pins(Minted... authorities) throws Exception {
    Set<String> digests = new HashSet<>();
    for (Minted authority : authorities) {
      digests.add(
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256")
                      .digest(authority.certificate().getEncoded())));
    }
    return new PinnedAnchors(digests);
  }

  private Verdict verdict(PinnedAnchors pins, List<X509Certificate> onCard) {
    CertificateTrust trust =
        new CertificateTrust(
            TrustBasis.of(TrustAnchors.of(List.of())).withPinned(pins).withKnown(() -> onCard));
    return trust.judge(Checks.by(signer), List.of(MING), NOW);
  }

  @Test
  void aPinnedRootThatLiesOnTheCardIsAnAnchor() throws Exception {
    assertThat(verdict(pins(root), List.of(root.certificate())))
        .isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void aRootOfTheSendersOwnIsNoneThoughItHasTheSameName() throws Exception {
    Minted pretender = Mint.authority("CN=Root").make();
    assertThat(verdict(pins(pretender), List.of(root.certificate())))
        .isInstanceOf(Verdict.Untrusted.class);
    assertThat(verdict(PinnedAnchors.none(), List.of(root.certificate())))
        .isInstanceOf(Verdict.Untrusted.class);
  }

  @Test
  void aPinAloneWithoutTheCertificateProvesNothing() throws Exception {
    assertThat(verdict(pins(root), List.of())).isInstanceOf(Verdict.Untrusted.class);
  }
}
