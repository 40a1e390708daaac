package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.testpki.KeyKind;

/** Who is found in the book by what people know of them. */
class BookSearchTest extends BookFixture {
  private static final KeyKind KIND = KeyKind.P256;

  private void put(String address, X509Certificate certificate) {
    boolean _ =
        new Shelf(store)
            .put(
                Sighting.of(address, certificate, new Source(Source.Kind.MAIL, "<1@x>"), now),
                Optional.empty());
  }

  private static X509Certificate certificate(String name) {
    return PKI.certificate("CN=" + name + ",O=Ministry")
        .key(KIND)
        .usage(KeyUsage.keyAgreement)
        .issue()
        .certificate();
  }

  private List<String> found(String part) {
    BookSearch search = new BookSearch(store);
    List<String> addresses = search.page(part, 0, 10).stream().map(BookEntry::address).toList();
    assertThat(search.count(part)).isEqualTo(addresses.size());
    return addresses;
  }

  @ParameterizedTest
  @CsvSource({
    "王小明, w@example.tw",
    "小明, w@example.tw",
    "chenoweth, a@example.org",
    "a@, a@example.org",
    "%, ''",
    "ministry, ''"
  })
  void anEntryIsFoundByAPartOfItsAddressOrOfItsHoldersName(String part, String expected) {
    put("w@example.tw", certificate("王小明"));
    put("a@example.org", certificate("Alice CHENOWETH"));
    assertThat(found(part)).isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }

  @Test
  void whatComesInAfterASearchIsFoundByTheNext() {
    put("w@example.tw", certificate("王小明"));
    assertThat(found("alice")).isEmpty();
    put("a@example.org", certificate("Alice"));
    assertThat(found("alice")).containsExactly("a@example.org");
  }

  @Test
  void whatWasRemovedIsNotFound() {
    X509Certificate alice = certificate("Alice");
    put("a@example.org", alice);
    assertThat(found("alice")).hasSize(1);
    new Shelf(store).remove("a@example.org", alice);
    assertThat(found("alice")).isEmpty();
  }

  @Test
  void withoutAWordAllAreFound() {
    put("w@example.tw", certificate("王小明"));
    put("a@example.org", certificate("Alice"));
    assertThat(found("")).containsExactly("a@example.org", "w@example.tw");
  }
}
