package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.server.cli.CertificatePem.BOTH;
import static org.sealpost.server.cli.CertificatePem.ENCRYPT;
import static org.sealpost.server.cli.CertificatePem.SIGN;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookBindCommandTest {
  private static final String MING = "ming@example.tw";

  @TempDir private Path home;
  @TempDir private Path files;

  @Test
  void aSignersCertificateIsBoundAndStaysOutOfTheBook() throws Exception {
    CommandRun run = bind(file("王小明", SIGN), "Ming@Example.TW");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("The certificate of 王小明 is bound to ming@example.tw.")
        .contains("its signatures count as those of ming@example.tw")
        .doesNotContain("in the book");
    assertThat(bindings()).containsExactly(MING);
    assertThat(book()).isEmpty();
  }

  @Test
  void oneForEncryptionGoesIntoTheBook() throws Exception {
    CommandRun run = bind(file("王小明", ENCRYPT), MING);
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("mail to ming@example.tw can be encrypted to it")
        .doesNotContain("signatures");
    assertThat(book()).containsExactly(MING);
  }

  @Test
  void boundTwiceItIsBoundOnce() throws Exception {
    String file = file("王小明", BOTH);
    bind(file, MING);
    assertThat(bind(file, MING).out()).contains("was bound to ming@example.tw already");
    assertThat(bindings()).containsExactly(MING);
  }

  @Test
  void theBindingAndTheBooksEntryGoTogether() throws Exception {
    CertificatePem certificate = CertificatePem.holder("王小明", BOTH);
    bind(certificate.in(files.resolve("ming.pem")), MING);
    bind(certificate.fingerprint(), "ming@example.org");
    CommandRun run = bind("--remove", certificate.fingerprint().substring(0, 8), MING);
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("bound to ming@example.tw no more").contains("out of the book");
    assertThat(bindings()).containsExactly("ming@example.org");
    assertThat(book()).containsExactly("ming@example.org");
  }

  @Test
  void programsAreToldWhatWasDone() throws Exception {
    String file = file("王小明", BOTH);
    assertThat(bind(file, MING, "--json").json())
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.get("result").getAsString()).isEqualTo("bound");
              assertThat(object.get("address").getAsString()).isEqualTo(MING);
              assertThat(object.get("inBook").getAsBoolean()).isTrue();
            });
    assertThat(result(bind(file, MING, "--json"))).isEqualTo("known");
    CommandRun released = bind("--remove", file, MING, "--json");
    assertThat(result(released)).isEqualTo("unbound");
    assertThat(released.json().getFirst().getAsJsonArray("withdrawn")).hasSize(1);
    CommandRun again = bind("--remove", file, MING, "--json");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.jsonLines().getFirst().get("error").getAsString()).contains("is not bound");
    CertificatePem mei = CertificatePem.holder("Mei", SIGN, "mei@example.org");
    CommandRun signer = bind(mei.in(files.resolve("mei.pem")), MING, "--json");
    assertThat(signer.json().getFirst().get("inBook").getAsBoolean()).isFalse();
    assertThat(signer.err()).contains("carries other addresses");
    CertificatePem ming = CertificatePem.holder("Ming", BOTH, MING);
    assertThat(result(bind(ming.in(files.resolve("ming.pem")), MING, "--json")))
        .isEqualTo("carried");
  }

  private static String result(CommandRun run) {
    return run.json().getFirst().get("result").getAsString();
  }

  @Test
  void whatIsNotBoundCannotBeReleased() throws Exception {
    CommandRun run = bind("--remove", file("王小明", BOTH), MING);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is not bound to ming@example.tw");
  }

  @Test
  void whatCarriesTheAddressNeedsNoBinding() throws Exception {
    CommandRun run = bind(file("Ming", BOTH, MING), MING);
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("carries the address ming@example.tw itself");
    assertThat(bindings()).isEmpty();
    assertThat(book()).containsExactly(MING);
  }

  @Test
  void thatItCarriesOtherAddressesIsToldOnTheSide() throws Exception {
    CommandRun run = bind(file("Mei", SIGN, "mei@example.org"), MING);
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("carries other addresses: mei@example.org");
  }

  @Test
  void aCaIsBoundToNobody() throws Exception {
    String file = CertificatePem.authority("My CA").in(files.resolve("ca.pem"));
    CommandRun run = bind(file, MING);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("neither signing nor encrypting");
    assertThat(bindings()).isEmpty();
  }

  @Test
  void whatIsNoAddressIsAUsageError() throws Exception {
    CommandRun run = bind(file("王小明", BOTH), "ming");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("\"ming\" is not a mail address");
  }

  private String file(String name, int usage, String... addresses) throws Exception {
    return CertificatePem.holder(name, usage, addresses).in(files.resolve("certificate.pem"));
  }

  private CommandRun bind(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "book";
    all[1] = "bind";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return CommandRun.of(home, all);
  }

  private List<String> bindings() {
    return CommandRun.of(home, "trust", "list", "--json").json().stream()
        .filter(object -> object.get("kind").getAsString().equals("binding"))
        .map(object -> object.get("address").getAsString())
        .toList();
  }

  private List<String> book() {
    return CommandRun.of(home, "book", "list", "--json").json().stream()
        .map(object -> object.get("address").getAsString())
        .toList();
  }
}
