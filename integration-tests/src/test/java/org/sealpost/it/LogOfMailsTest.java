package org.sealpost.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.ServerAddress;

/** What a log at the default level tells of mails that went well, went badly, and were attacks. */
class LogOfMailsTest {
  private static final String MING = "ming@example.test";
  private static final String ALICE = "alice@elsewhere.test";
  private static final String HIDDEN = "hidden-reader@elsewhere.test";
  private static final String STRANGER = "stranger@nowhere.test";
  private static final String SUBJECT = "Zephyrquark";
  private static final String BODY = "Xylophonic";
  private static final String MESSAGE_ID = "Idiosyncratic";
  private static final String WORD = "Sealwordian";
  private static final String PASSWORD = "Perspicacious";
  private static final String WRONG_PIN = "wrong-pin-4711";
  private static final Pattern FIELD =
      Pattern.compile("([a-z-]+)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^ \"=]+))(?: |$)");

  @TempDir Path folder;
  private final Authority authority = new Authority("Log CA");
  private final Person ming = authority.person("Ming Wang-Lee", MING);
  private final Person alice = authority.person("Alice Chenoweth", ALICE);
  private EmbeddedMailServer server;
  private Installation mingSide;
  private Installation aliceSide;
  private int sent;

  @BeforeEach
  void start() throws Exception {
    server = new EmbeddedMailServer(authority, folder, "implicit");
    for (String address : List.of(MING, ALICE, HIDDEN, STRANGER)) {
      server.addUser(address, address, PASSWORD);
    }
    mingSide = install(ming);
    aliceSide = install(alice);
  }

  private Installation install(Person person) throws Exception {
    Installation side =
        Installation.create(
            folder.resolve(person.address()),
            Setup.of(
                person,
                person.address(),
                server.smtp(),
                server.pop3(),
                "policy.encrypt = when-possible",
                "marks.seal-word = \"" + WORD + "\""));
    side.start();
    return side;
  }

  @AfterEach
  void stop() {
    for (Installation side : new Installation[] {mingSide, aliceSide}) {
      if (side != null) {
        side.close();
      }
    }
    server.close();
  }

  private PlainMailClient client(String address) {
    return new PlainMailClient(address, PASSWORD, authority.certificate());
  }

  private boolean send(Installation side, String from, String to, String... fields)
      throws Exception {
    MimeMessage mail =
        new MimeMessage(client(from).session()) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + MESSAGE_ID + sent++ + "@example.test>");
          }
        };
    mail.setFrom(new InternetAddress(from, "The Sender"));
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to, "The Reader"));
    if (!to.equals(ALICE)) {
      mail.setRecipient(Message.RecipientType.BCC, new InternetAddress(HIDDEN));
    }
    mail.setSubject(SUBJECT);
    mail.setText(BODY + " words\r\n");
    for (int i = 0; i < fields.length; i += 2) {
      mail.setHeader(fields[i], fields[i + 1]);
    }
    mail.saveChanges();
    try {
      client(from).send(new ServerAddress("127.0.0.1", side.smtpPort(), "none"), mail);
      return true;
    } catch (MessagingException e) {
      return false;
    }
  }

  private List<byte[]> fetch(Installation side, String address) throws Exception {
    return client(address).fetchAll(new ServerAddress("127.0.0.1", side.pop3Port(), "none"));
  }

  /** Fails on what is no field. */
  static Map<String, String> parsed(String line) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher matcher = FIELD.matcher(line);
    int end = 0;
    while (matcher.find()) {
      assertThat(matcher.start()).as(line).isEqualTo(end);
      end = matcher.end();
      fields.put(matcher.group(1), matcher.group(3) == null ? matcher.group(2) : matcher.group(3));
    }
    assertThat(end).as(line).isEqualTo(line.length());
    return fields;
  }

  static List<Map<String, String>> events(Installation side, String event) throws Exception {
    return side.logText("proxy")
        .lines()
        .map(LogOfMailsTest::parsed)
        .filter(fields -> event.equals(fields.get("event")))
        .toList();
  }

  @Test
  void eachMailIsOneLineAndNothingInTheLogNamesACorrespondentOrTellsWhatWasWritten()
      throws Exception {
    assertThat(send(aliceSide, ALICE, MING)).as("signed, with a hidden copy").isTrue();
    assertThat(fetch(mingSide, MING)).hasSize(1);
    assertThat(send(mingSide, MING, ALICE)).as("answered").isTrue();
    assertThat(fetch(aliceSide, ALICE)).hasSize(1);
    assertThat(send(mingSide, MING, STRANGER, "X-Sealpost", "encrypt")).as("refused").isFalse();
    deliverForgery();
    assertThat(fetch(mingSide, MING)).hasSize(2);
    assertThat(mingSide.run("lock").status()).isZero();
    mingSide.typePin(WRONG_PIN);
    assertThat(send(mingSide, MING, ALICE)).as("without the PIN").isFalse();
    server.close();
    assertThat(send(mingSide, MING, ALICE)).as("without a server").isFalse();

    assertLines();
    String log = mingSide.logText("proxy") + aliceSide.logText("proxy");
    assertThat(log + mingSide.logText("agent"))
        .doesNotContainIgnoringCase(SUBJECT)
        .doesNotContainIgnoringCase(BODY)
        .doesNotContainIgnoringCase(MESSAGE_ID)
        .doesNotContainIgnoringCase(HIDDEN)
        .doesNotContainIgnoringCase(STRANGER)
        .doesNotContainIgnoringCase("nowhere.test")
        .doesNotContain("The Sender")
        .doesNotContain("The Reader")
        .doesNotContain("Chenoweth")
        .doesNotContain(WORD)
        .doesNotContain(WRONG_PIN)
        .doesNotContain(PASSWORD);
    assertThat(mingSide.logText("proxy") + mingSide.logText("agent")).doesNotContain("elsewhere");
    assertThat(aliceSide.logText("proxy")).doesNotContain(MING);
  }

  /** A signed mail of Alice's with other words in it. */
  private void deliverForgery() throws Exception {
    byte[] genuine = client(MING).fetchAll(server.pop3()).getFirst();
    String forged = new String(genuine, ISO_8859_1).replace(BODY, BODY + "X");
    server.deliver(MING, forged.getBytes(ISO_8859_1));
  }

  private void assertLines() throws Exception {
    assertThat(events(aliceSide, "mail-sent"))
        .singleElement()
        .satisfies(
            fields ->
                assertThat(fields)
                    .containsEntry("account", ALICE)
                    .containsEntry("recipients", "2")
                    .containsEntry("signed", "true")
                    .containsEntry("encrypted", "false")
                    .containsEntry("code", "250")
                    .containsKeys("id", "size", "copies", "ms", "prepare-ms"));
    assertThat(events(mingSide, "mail-sent").getFirst())
        .containsEntry("encrypted", "true")
        .containsEntry("recipients", "1");
    assertThat(events(aliceSide, "mail-opened").getFirst())
        .containsEntry("encryption", "decrypted");
    List<Map<String, String>> opened = events(mingSide, "mail-opened");
    assertThat(opened.getFirst())
        .containsEntry("account", MING)
        .containsEntry("encryption", "none")
        .containsEntry("verdict", "unchecked")
        .containsEntry("id", events(aliceSide, "mail-sent").getFirst().get("id"));
    assertThat(opened.getLast()).containsEntry("verdict", "invalid");
    assertThat(opened).as("each RETR is one line").hasSize(3);
    List<Map<String, String>> refused = events(mingSide, "mail-refused");
    assertThat(refused.getFirst())
        .containsEntry("code", "550")
        .containsEntry("refusal", "required");
    assertThat(refused.get(1)).containsEntry("code", "451");
    assertThat(mingSide.logText("agent").getBytes(UTF_8)).isNotEmpty();
    mingSide.logText("agent").lines().forEach(LogOfMailsTest::parsed);
  }
}
