package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sealpost.trust.Mint.NOW;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.Mint.Minted;

/** The same chains before {@code openssl verify} and before us. */
class OpensslComparisonTest {
  private static final ASN1ObjectIdentifier UNKNOWN =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

  private static final List<UnaryOperator<Mint>> IN_ANY =
      List.of(
          mint -> mint.valid("2010-01-01", "2026-05-31"),
          mint -> mint.valid("2026-06-02", "2040-01-01"),
          mint -> mint.withoutKeyIdentifiers());

  private static final List<UnaryOperator<Mint>> IN_ISSUED =
      List.of(
          mint -> mint.tampered(),
          mint -> mint.claiming("CN=Stranger"),
          mint -> mint.signature("SHA1withECDSA"),
          mint -> mint.extension(UNKNOWN, true, DERNull.INSTANCE),
          mint -> mint.extension(UNKNOWN, false, DERNull.INSTANCE),
          mint -> mint.purposes(KeyPurposeId.id_kp_emailProtection),
          mint -> mint.purposes(KeyPurposeId.id_kp_serverAuth));

  private static final List<UnaryOperator<Mint>> IN_AUTHORITY =
      List.of(
          mint -> mint.withoutConstraints(),
          mint -> mint.usage(KeyUsage.cRLSign),
          mint -> mint.withoutUsage(),
          mint -> mint.pathLength(0),
          mint -> mint.pathLength(1),
          mint -> mint.permits("example.tw"),
          mint -> mint.permits("example.org"),
          mint -> mint.permits(".example.tw"),
          mint -> mint.excludes("example.tw"),
          mint -> mint.excludes("example.org"),
          mint -> mint.constraints(new BasicConstraints(false)),
          mint -> mint.policies("1.3.6.1.4.1.99999.2"),
          mint -> mint.policies("2.5.29.32.0"),
          mint -> mint.requiresPolicy(0),
          mint -> mint.requiresPolicy(1),
          mint -> mint.requiresPolicy(0).policies("1.3.6.1.4.1.99999.2"),
          mint -> mint.versionOne());

  private static final List<UnaryOperator<Mint>> IN_HOLDER =
      List.of(
          mint -> mint.withoutUsage(),
          mint -> mint.usage(KeyUsage.nonRepudiation),
          mint -> mint.usage(KeyUsage.keyAgreement),
          mint -> mint.policies("1.3.6.1.4.1.99999.2"),
          mint -> mint.policies("1.3.6.1.4.1.99999.3"),
          mint -> mint.address("ming@sub.example.tw"),
          mint -> mint.address("ming@example.org"),
          mint -> mint.name(new GeneralName(GeneralName.dNSName, "host.example.org")),
          mint -> mint.versionOne());

  @TempDir private Path folder;

  /** From the anchor to the end. */
  record Chain(String name, List<X509Certificate> certificates) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void needsOpenssl() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "openssl"))),
        "openssl is not installed");
  }

  private static final List<Chain> CHAINS =
      IntStream.range(0, 500).mapToObj(OpensslComparisonTest::chain).toList();

  static Stream<Chain> chains() {
    return CHAINS.stream();
  }

  /** A chain of 1 to 4 certificates with up to two oddities, harmless ones among them. */
  private static Chain chain(int seed) {
    Random random = new Random(seed);
    int length = 1 + random.nextInt(4);
    int oddities = random.nextInt(4);
    List<List<UnaryOperator<Mint>>> changes = new ArrayList<>();
    for (int i = 0; i <= length; i++) {
      changes.add(new ArrayList<>());
    }
    for (int i = 0; i < oddities; i++) {
      int where = random.nextInt(length + 1);
      changes.get(where).add(oddity(random, where == 0, where == length));
    }
    List<X509Certificate> chain = new ArrayList<>();
    Mint root = Mint.authority("CN=Root " + seed);
    Minted issuer = apply(changes.getFirst(), root).make();
    chain.add(issuer.certificate());
    for (int i = 1; i < length; i++) {
      Mint ca = Mint.authority("CN=CA " + i).by(issuer);
      issuer = apply(changes.get(i), ca).make();
      chain.add(issuer.certificate());
    }
    Mint holder = Mint.holder("CN=Ming", "ming@example.tw").by(issuer);
    chain.add(apply(changes.getLast(), holder).make().certificate());
    if (length > 1 && random.nextInt(8) == 0) {
      chain.remove(1);
    }
    return new Chain("chain of seed " + seed, chain);
  }

  private static UnaryOperator<Mint> oddity(Random random, boolean root, boolean holder) {
    List<UnaryOperator<Mint>> possible = new ArrayList<>(IN_ANY);
    if (!root) {
      possible.addAll(IN_ISSUED);
    }
    possible.addAll(holder ? IN_HOLDER : IN_AUTHORITY);
    return possible.get(random.nextInt(possible.size()));
  }

  private static Mint apply(List<UnaryOperator<Mint>> changes, Mint mint) {
    Mint changed = mint;
    for (UnaryOperator<Mint> change : changes) {
      changed = change.apply(changed);
    }
    return changed;
  }

  @ParameterizedTest
  @MethodSource("chains")
  void weAcceptWhatOpensslAcceptsAndNoMore(Chain chain) throws Exception {
    Answer openssl = openssl(chain.certificates());
    Verdict verdict = judge(chain.certificates());
    assertThat(accepts(verdict))
        .as("openssl: %s; we: %s", openssl.output(), verdict)
        .isEqualTo(openssl.accepts());
  }

  @Test
  void theChainsAreOfBothKinds() {
    List<Boolean> answers = chains().map(chain -> accepts(judge(chain.certificates()))).toList();
    assertThat(answers.stream().filter(answer -> answer).count()).isBetween(150L, 350L);
  }

  /** The path holds; whose it is, openssl is not asked. */
  private static boolean accepts(Verdict verdict) {
    return verdict instanceof Verdict.Unchecked || verdict instanceof Verdict.NotTheSender;
  }

  @Test
  void unlikeOpensslWeAskWhetherTheSignerIsTheSender() throws Exception {
    Minted root = Mint.authority("CN=Root").make();
    X509Certificate nameless =
        Mint.holder("CN=Ming", "ming@example.tw").versionOne().by(root).make().certificate();
    List<X509Certificate> chain = List.of(root.certificate(), nameless);
    assertThat(openssl(chain).accepts()).isTrue();
    assertThat(judge(chain)).isInstanceOf(Verdict.NotTheSender.class);
  }

  @Test
  void unlikeOpensslWeAcceptAnyExtendedKeyUsageAsRfc8550Says() throws Exception {
    Minted root = Mint.authority("CN=Root").make();
    X509Certificate holder =
        Mint.holder("CN=Ming", "ming@example.tw")
            .purposes(KeyPurposeId.anyExtendedKeyUsage)
            .by(root)
            .make()
            .certificate();
    List<X509Certificate> chain = List.of(root.certificate(), holder);
    assertThat(openssl(chain).accepts()).isFalse();
    assertThat(judge(chain)).isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void unlikeOpensslAtItsLowestLevelWeRefuseMd5AndVeryShortKeys() throws Exception {
    Minted root = Mint.authority("CN=Root").keys(Mint.rsa(2048, "root")).make();
    X509Certificate md5 =
        Mint.holder("CN=Ming", "ming@example.tw")
            .signature("MD5withRSA")
            .by(root)
            .make()
            .certificate();
    X509Certificate shortKey =
        Mint.holder("CN=Ming", "ming@example.tw")
            .keys(Mint.rsa(512, "holder"))
            .by(root)
            .make()
            .certificate();
    for (X509Certificate each : List.of(md5, shortKey)) {
      List<X509Certificate> chain = List.of(root.certificate(), each);
      assertThat(openssl(chain).accepts()).isTrue();
      assertThat(judge(chain)).isInstanceOf(Verdict.Untrusted.class);
    }
  }

  @Test
  void anIntermediateAnchorIsAcceptedByBoth() throws Exception {
    Minted root = Mint.authority("CN=Root").make();
    Minted ca = Mint.authority("CN=CA").by(root).make();
    X509Certificate holder = Mint.holder("CN=Ming", "ming@example.tw").by(ca).make().certificate();
    List<X509Certificate> chain = List.of(ca.certificate(), holder);
    assertThat(openssl(chain).accepts()).isTrue();
    assertThat(judge(chain)).isInstanceOf(Verdict.Unchecked.class);
  }

  private static Verdict judge(List<X509Certificate> chain) {
    return new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(chain.getFirst()))))
        .judge(
            Checks.by(
                chain.getLast(), chain.subList(1, chain.size()).toArray(X509Certificate[]::new)),
            List.of("ming@example.tw"),
            NOW);
  }

  private record Answer(boolean accepts, String output) {}

  private Answer openssl(List<X509Certificate> chain) throws IOException, InterruptedException {
    Path anchor = Files.writeString(folder.resolve("anchor.pem"), Holder.pem(chain.getFirst()));
    Path helpers =
        Files.writeString(
            folder.resolve("helpers.pem"), Holder.pem(chain.subList(1, chain.size())));
    Path end = Files.writeString(folder.resolve("end.pem"), Holder.pem(chain.getLast()));
    Process process =
        new ProcessBuilder(
                "openssl",
                "verify",
                "-policy_check",
                "-no-CAfile",
                "-no-CApath",
                "-no-CAstore",
                "-partial_chain",
                "-auth_level",
                "0",
                "-purpose",
                "smimesign",
                "-attime",
                Long.toString(NOW.getEpochSecond()),
                "-trusted",
                anchor.toString(),
                "-untrusted",
                helpers.toString(),
                end.toString())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Answer(process.waitFor() == 0, output);
  }
}
