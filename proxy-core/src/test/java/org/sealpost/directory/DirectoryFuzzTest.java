package org.sealpost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Whatever a directory sends: certificates, or none; never an exception, and never too many. */
class DirectoryFuzzTest {
  private static final int MOST = LdapEntries.MOST_CERTIFICATES;

  @FuzzTest
  void anyAttributeOfAnEntryIsReadOrLeftOut(byte[] value) {
    LdapEntries entries = new LdapEntries(10, () -> {});
    for (String attribute : LdapEntries.ATTRIBUTES) {
      entries.searchEntryReturned(
          new SearchResultEntry("cn=ann,o=test", List.of(new Attribute(attribute, value))));
    }
    List<X509Certificate> certificates = entries.certificates();
    assertThat(certificates).hasSizeLessThanOrEqualTo(MOST).doesNotHaveDuplicates();
    assertThat(Candidates.of(certificates)).hasSizeLessThanOrEqualTo(certificates.size());
  }

  /** As rdata of a record whose signature is taken to hold. */
  @FuzzTest
  void anySmimeaRecordIsReadOrLeftOut(byte[] rdata) throws IOException {
    SmimeaDirectory directory =
        new SmimeaDirectory(
            new SmimeaSettings(Domains.all(), List.of(), Optional.empty()), Clock.systemUTC());
    Name name = SmimeaName.of(DirectoryFixture.question("ann@example.org")).getFirst();
    Record smimea = Record.newRecord(name, Type.SMIMEA, DClass.IN, 60, rdata);
    if (smimea == null) {
      // Nothing that comes off the wire.
      return;
    }
    Message sent = Message.newQuery(Record.newRecord(name, Type.SMIMEA, DClass.IN));
    sent.addRecord(smimea, Section.ANSWER);
    sent.getHeader().setFlag(Flags.QR);
    sent.getHeader().setFlag(Flags.AD);
    Message response = new Message(sent.toWire());
    Answer.Told told = (Answer.Told) directory.read(response);
    assertThat(told.certificates()).hasSizeLessThanOrEqualTo(1);
    assertThat(told.timeToLive()).isLessThanOrEqualTo(Duration.ofSeconds(60));
  }
}
