package org.sealpost.testmail;

import java.time.Instant;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.testpki.TestPki.Person;

/** The people of the flows' tests, made once since their keys take time. */
public final class Cast {
  public static final TestPki PKI = new TestPki();

  /** Whose mail is sent. */
  public static final Person MING = PKI.person("Ming", "ming@example.tw", KeyKind.RSA_2048);

  public static final Person ANN = PKI.person("Ann", "ann@example.tw", KeyKind.RSA_2048);

  /** Has elliptic-curve keys. */
  public static final Person BOB = PKI.person("Bob", "bob@example.tw", KeyKind.P256);

  /** Usually hidden. */
  public static final Person CAI = PKI.person("Cai", "cai@example.tw", KeyKind.P256);

  /** Signs and decrypts with one key. */
  public static final Holder DAI =
      PKI.certificate("C=TW,CN=Dai")
          .key(KeyKind.P256)
          .address("dai@example.tw")
          .usage(KeyUsage.digitalSignature | KeyUsage.keyAgreement)
          .issue();

  /** A signing certificate with no address in it, as a citizen's may be. */
  public static final Holder NAMELESS =
      PKI.certificate("C=TW,CN=Ming").key(KeyKind.P256).usage(KeyUsage.digitalSignature).issue();

  /** Expired at the start of 2022. */
  public static final Holder EXPIRED =
      PKI.certificate("C=TW,CN=Ming")
          .key(KeyKind.P256)
          .address("ming@example.tw")
          .usage(KeyUsage.digitalSignature)
          .valid(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2022-01-01T00:00:00Z"))
          .issue();

  private Cast() {}
}
