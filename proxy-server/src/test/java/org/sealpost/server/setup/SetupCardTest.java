package org.sealpost.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;

/** What a new user is told of the card that is in the reader. */
class SetupCardTest {
  @TempDir Path home;
  private SetupStage stage;
  private Person person;

  @BeforeEach
  void begin() throws Exception {
    stage = new SetupStage(home);
    person = stage.person;
    stage.providerTellsItsServers();
  }

  @AfterEach
  void end() throws Exception {
    stage.close();
  }

  private static X509Certificate certificate(Instant until, String... addresses) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    X500Name subject = new X500Name("CN=王小明");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            BigInteger.ONE,
            Date.from(until.minus(Duration.ofDays(365))),
            Date.from(until),
            subject,
            keys.getPublic());
    if (addresses.length > 0) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              List.of(addresses).stream()
                  .map(it -> new GeneralName(GeneralName.rfc822Name, it))
                  .toArray(GeneralName[]::new)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private void insert(X509Certificate certificate) throws Exception {
    CardCertificate held =
        new CardCertificate("01", Set.of(KeyPurpose.SIGN), certificate.getEncoded(), List.of());
    insert(
        new TokenInfo(
            "2222", "HiCOS", "reader", TokenState.LOCKED, OptionalInt.of(3), true, List.of(held)));
  }

  private void insert(TokenInfo... tokens) {
    CardAgent agent =
        (CardAgent)
            Proxy.newProxyInstance(
                CardAgent.class.getClassLoader(),
                new Class<?>[] {CardAgent.class},
                (_, method, _) ->
                    switch (method.getName()) {
                      case "tokens" -> List.of(tokens);
                      case "modules" -> List.of();
                      case "close" -> null;
                      default -> throw new AssertionError("a look asks for no " + method.getName());
                    });
    stage.cards = (_, _) -> new BorrowedAgent(agent, () -> {});
  }

  private static Instant nextYear() {
    return Instant.now().plus(Duration.ofDays(300));
  }

  @Test
  void aCitizensCardWithoutAnAddressMaySignAfterAQuestion() throws Exception {
    insert(certificate(nextYear()));
    person
        .answers("Your mail address", "ming@example.tw")
        .answers("Use localhost", "")
        .answers("Use localhost", "")
        .answers("User name", "")
        .answers("Try your mail password", "")
        .answers("Sign with a certificate that has no mail address", "")
        .answers("seal word", "")
        .answers("Write this", "");
    assertThat(stage.run(stage.nothing()).cardFit()).contains("no-address");
    assertThat(person.heard())
        .contains("王小明, for signing", "has no mail address")
        .contains("citizen certificate", "sealpost book bind");
    assertThat(Files.readString(stage.file()))
        .contains("policy = { allow-certificate-without-address = true }");
  }

  @Test
  void aScriptIsToldTheOptionAndNothingIsAllowedForIt() throws Exception {
    insert(certificate(nextYear()));
    assertThat(stage.script("ming@example.tw").cardFit()).contains("no-address");
    assertThat(person.heard()).contains("--sign-without-address");
    assertThat(Files.readString(stage.file())).doesNotContain("allow-certificate-without-address");
  }

  @Test
  void aCardWithTheAddressNeedsNoQuestion() throws Exception {
    insert(certificate(nextYear(), "Ming@Example.tw"));
    assertThat(stage.script("ming@example.tw").cardFit()).contains("has-address");
    assertThat(person.heard()).contains("A certificate for ming@example.tw is there");
  }

  @Test
  void aCardOfAnotherAddressAndOneThatHasEndedAreSaid() throws Exception {
    insert(certificate(nextYear(), "hua@example.tw"));
    assertThat(stage.script("ming@example.tw").cardFit()).contains("other-address");
    assertThat(person.heard()).contains("No certificate is for ming@example.tw");
    Files.delete(stage.file());
    insert(certificate(Instant.now().minus(Duration.ofDays(1)), "ming@example.tw"));
    assertThat(stage.script("ming@example.tw").cardFit()).contains("none");
    assertThat(person.heard()).contains("not valid now");
  }

  @Test
  void noCardAndNoAgentStandInNobodysWay() throws Exception {
    insert();
    assertThat(stage.script("ming@example.tw").cardFit()).contains("none");
    assertThat(person.heard()).contains("Insert it later");
    Files.delete(stage.file());
    stage.cards =
        (_, _) -> {
          throw new IOException("It does not start.");
        };
    assertThat(stage.script("ming@example.tw").cardFit()).isEqualTo(Optional.empty());
    assertThat(person.heard()).contains("could not be looked at: It does not start.");
  }
}
