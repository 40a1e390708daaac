package org.sealpost.trust.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;

class KnownHostsTest {
  private final List<URI> asked = new ArrayList<>();
  private final KnownHosts hosts =
      new KnownHosts(new Asked(), Set.of("always.example"), () -> List.of(authority()));

  private final class Asked implements Fetcher {
    @Override
    public Answer get(URI uri, Validators known, Limits limits, OutputStream body) {
      asked.add(uri);
      return new Answer.Fresh(new Validators(Optional.empty(), Optional.empty()), 0);
    }

    @Override
    public byte[] post(URI uri, String contentType, byte[] request, Limits limits) {
      asked.add(uri);
      return new byte[0];
    }
  }

  private static X509Certificate authority() {
    GeneralName place =
        new GeneralName(GeneralName.uniformResourceIdentifier, "http://CA.example/root.cer");
    return new TestPki("CN=CA", KeyKind.P256)
        .certificate("CN=Issuing CA")
        .key(KeyKind.P256)
        .extension(
            Extension.authorityInfoAccess,
            false,
            new AuthorityInformationAccess(AccessDescription.id_ad_caIssuers, place))
        .issue()
        .certificate();
  }

  private void get(String uri) throws FetchException {
    hosts.get(
        URI.create(uri),
        Fetcher.Validators.none(),
        new Fetcher.Limits(100, Duration.ofSeconds(1)),
        new ByteArrayOutputStream());
  }

  @Test
  void aHostThatAKnownCaNamesIsAskedInWhateverCase() throws Exception {
    get("http://ca.example/other.cer");
    get("http://CA.EXAMPLE/other.cer");
    get("http://always.example/x");
    assertThat(asked).hasSize(3);
  }

  @Test
  void aMailCannotMakeUsCallItsSendersHost() {
    for (String uri :
        List.of(
            "http://sender.example/ca.cer",
            "http://ca.example.sender.example/ca.cer",
            "http://ca.example@sender.example/ca.cer",
            "http://xca.example/ca.cer")) {
      assertThatThrownBy(() -> get(uri)).isInstanceOf(FetchException.class);
    }
    assertThatThrownBy(
            () ->
                hosts.post(
                    URI.create("http://sender.example/"),
                    "text/plain",
                    new byte[0],
                    new Fetcher.Limits(100, Duration.ofSeconds(1))))
        .isInstanceOf(FetchException.class);
    assertThat(asked).isEmpty();
  }
}
