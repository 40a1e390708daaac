package org.sealpost.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.Mint.NOW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.Mint.Minted;

/**
 * Some systems ship a Java runtime whose jdk.certpath.disabledAlgorithms refuses SHA-1 and RSA
 * under 2048 bits. The setting is read once, so each case is a process of its own.
 */
class StricterRuntimeTest {
  private static final String STRICT =
      "jdk.certpath.disabledAlgorithms=MD2, MD5, SHA1, RSA keySize < 2048\n";

  @TempDir private Path folder;

  @Test
  void oldMailIsStillVerifiedAndMarkedWeak() throws Exception {
    Minted root = Mint.authority("CN=Root").keys(Mint.rsa(1024, "root")).make();
    Minted ca = Mint.authority("CN=CA").signature("SHA1withRSA").by(root).make();
    X509Certificate holder = Mint.holder("CN=Ming", "ming@example.tw").by(ca).make().certificate();
    assertThat(judgeElsewhere(root, ca.certificate(), holder))
        .contains("constrained by the runtime: true")
        .contains("unchecked")
        .contains("CA is weak: it is signed with SHA-1")
        .contains("key of Root is weak: RSA-1024");
  }

  @Test
  void theOtherChecksStillHold() throws Exception {
    Minted root = Mint.authority("CN=Root").keys(Mint.rsa(1024, "root")).make();
    Minted ca = Mint.authority("CN=CA").pathLength(0).signature("SHA1withRSA").by(root).make();
    Minted below = Mint.authority("CN=Below").by(ca).make();
    X509Certificate holder =
        Mint.holder("CN=Ming", "ming@example.tw").by(below).make().certificate();
    assertThat(judgeElsewhere(root, ca.certificate(), below.certificate(), holder))
        .contains("constrained by the runtime: true")
        .contains("untrusted");
  }

  private String judgeElsewhere(Minted anchor, X509Certificate... chain) throws Exception {
    Path settings = Files.writeString(folder.resolve("strict.properties"), STRICT);
    Path anchorFile =
        Files.writeString(folder.resolve("anchor.pem"), Holder.pem(anchor.certificate()));
    Path chainFile = Files.writeString(folder.resolve("chain.pem"), Holder.pem(List.of(chain)));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.security.properties=" + settings,
                "-cp",
                System.getProperty("java.class.path"),
                Judge.class.getName(),
                anchorFile.toString(),
                chainFile.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** The other process. */
  static final class Judge {
    private Judge() {}

    public static void main(String[] args) throws IOException {
      TrustAnchors anchors = TrustAnchors.load(List.of(Path.of(args[0])));
      List<X509Certificate> chain = CertificateFile.read(Path.of(args[1]));
      Verdict verdict =
          new CertificateTrust(TrustBasis.of(anchors))
              .judge(
                  Checks.by(chain.getLast(), chain.toArray(X509Certificate[]::new)),
                  List.of("ming@example.tw"),
                  NOW);
      System.out.println(
          "constrained by the runtime: "
              + Security.getProperty("jdk.certpath.disabledAlgorithms").contains("2048"));
      System.out.println(verdict.token() + ": " + VerdictWords.reason(verdict).english());
    }
  }
}
