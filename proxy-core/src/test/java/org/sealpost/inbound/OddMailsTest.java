package org.sealpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sealpost.failure.Failure;
import org.sealpost.mark.OwnFields;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.smime.SmimeKind;
import org.sealpost.testmail.Mails;

/** Whatever a server sends: files named for their oddity, and what fuzzing makes of them. */
class OddMailsTest {
  @FuzzTest
  void openedOrRefusedButNeverBroken(byte[] bytes) throws IOException {
    Path folder = Files.createTempDirectory("odd");
    Content mail = Content.of(bytes);
    try (ReceiverFixture ming = new ReceiverFixture(folder)) {
      OpenedMail opened = ming.open(mail);
      byte[] result = Mails.bytes(opened.mail());
      assertThat(opened.mail().size()).isEqualTo(result.length);
      Header header = Mails.entity(opened.mail()).header();
      boolean smime = SmimeKind.of(Mails.entity(mail)) != SmimeKind.NONE;
      assertThat(header.all("X-Sealpost-Verdict")).hasSize(smime ? 1 : 0);
      assertThat(header.all("X-Sealpost-Encryption")).hasSize(smime ? 1 : 0);
      if (smime) {
        assertThat(ming.flow.needsOpening(Mails.entity(mail).header())).isTrue();
      } else {
        // Of a mail that is none, only that a forged mark was taken out.
        assertThat(header.fields().stream().filter(OwnFields::isOurs))
            .allMatch(field -> field.is("X-Sealpost-Note"));
      }
      assertThat(header.all("X-Sealpost-Verdict").stream().map(HeaderField::value))
          .allMatch(opened.verdict().token()::equals);
    } catch (Failure e) {
      assertThat(e.text()).isNotBlank();
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    Path spool = folder.resolve("spool");
    Files.deleteIfExists(spool);
    Files.deleteIfExists(folder);
  }
}
