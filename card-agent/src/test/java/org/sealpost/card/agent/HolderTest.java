package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.KeyPurpose;

class HolderTest {
  private static CardCertificate certificate(String subject, KeyPurpose purpose) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var keys = generator.generateKeyPair();
    X500Principal name = new X500Principal(subject);
    byte[] encoded =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(Instant.EPOCH),
                Date.from(Instant.EPOCH.plusSeconds(1)),
                name,
                keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded();
    return new CardCertificate("key", Set.of(purpose), encoded, List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CN=王小明, SERIALNUMBER=0000000110012345, C=TW | 王小明
          C=TW, O=Example, CN=Ming Wang              | Ming Wang
          CN="Wang, Ming", C=TW                      | Wang, Ming
          CN=One+SERIALNUMBER=1, C=TW                | One
          O=Example, C=TW                            | ''
          CN=" ", C=TW                               | ''
          """)
  void isTheCommonNameOfTheSubject(String subject, String holder) throws Exception {
    assertThat(Holder.of(List.of(certificate(subject, KeyPurpose.SIGN)))).isEqualTo(holder);
  }

  @Test
  void theSigningCertificateTellsBeforeAnyOther() throws Exception {
    CardCertificate decrypt = certificate("CN=Other", KeyPurpose.DECRYPT);
    CardCertificate sign = certificate("CN=Ming", KeyPurpose.SIGN);
    assertThat(Holder.of(List.of(decrypt, sign))).isEqualTo("Ming");
    assertThat(Holder.of(List.of(decrypt))).isEqualTo("Other");
  }

  @Test
  void aCertificateWithoutANameLeavesItToTheNext() throws Exception {
    CardCertificate nameless = certificate("O=Example", KeyPurpose.SIGN);
    CardCertificate damaged =
        new CardCertificate("key", Set.of(KeyPurpose.SIGN), new byte[] {1, 2}, List.of());
    CardCertificate named = certificate("CN=Ming", KeyPurpose.DECRYPT);
    assertThat(Holder.of(List.of(nameless, damaged, named))).isEqualTo("Ming");
  }

  @Test
  void aCardWithoutCertificatesHasNone() {
    assertThat(Holder.of(List.of())).isEmpty();
  }
}
