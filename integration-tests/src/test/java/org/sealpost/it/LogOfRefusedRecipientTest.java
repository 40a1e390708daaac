package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.ServerAddress;

/** What a log at the default level tells where the real server refuses a recipient. */
class LogOfRefusedRecipientTest {
  private static final String MING = "ming@example.test";
  private static final String ALICE = "alice@elsewhere.test";
  private static final String GONE = "gone-for-good@nowhere.test";

  @TempDir Path folder;
  private HeldServer server;
  private Installation side;

  @BeforeEach
  void start() throws Exception {
    server = new HeldServer();
    server.refuse(GONE);
    ServerAddress upstream = new ServerAddress("127.0.0.1", server.port(), "none");
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(new Authority("Refusal CA").person("Ming", MING), MING, upstream, upstream));
    side.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (side != null) {
      side.close();
    }
    server.close();
  }

  /** What the client is told of each recipient, and of the mail where it comes to that. */
  private List<String> send(String... recipients) throws Exception {
    List<String> told = new ArrayList<>();
    try (LineClient client = new LineClient(side.smtpPort())) {
      client.line("");
      client.line("HELO client.example");
      client.line("MAIL FROM:<" + MING + ">");
      boolean taken = false;
      for (String recipient : recipients) {
        String answer = client.line("RCPT TO:<" + recipient + ">");
        taken |= answer.startsWith("250");
        told.add(answer);
      }
      if (taken) {
        assertThat(client.line("DATA")).startsWith("354");
        told.add(
            client.line(
                "From: "
                    + MING
                    + "\r\nTo: a list\r\nSubject: Zephyrquark\r\n"
                    + "Message-ID: <Idiosyncratic@example.test>\r\n\r\nXylophonic\r\n."));
      }
      client.line("QUIT");
    }
    return told;
  }

  private void assertThatNobodyIsNamed() throws Exception {
    assertThat(side.logText("proxy") + side.logText("agent"))
        .doesNotContainIgnoringCase(GONE)
        .doesNotContainIgnoringCase("nowhere.test")
        .doesNotContainIgnoringCase("elsewhere.test")
        .doesNotContainIgnoringCase("Zephyrquark")
        .doesNotContainIgnoringCase("Idiosyncratic")
        .doesNotContainIgnoringCase("Xylophonic");
    side.logText("proxy").lines().forEach(LogOfMailsTest::parsed);
  }

  @Test
  void theOthersMailIsOneLineAndTheRefusedRecipientIsNotNamed() throws Exception {
    List<String> told = send(ALICE, GONE);
    assertThat(told.get(0)).startsWith("250");
    assertThat(told.get(1)).startsWith("550").contains(GONE);
    assertThat(told.get(2)).startsWith("250");

    List<Map<String, String>> sent = LogOfMailsTest.events(side, "mail-sent");
    assertThat(sent)
        .singleElement()
        .satisfies(
            fields ->
                assertThat(fields).containsEntry("recipients", "1").containsEntry("code", "250"));
    assertThatNobodyIsNamed();
  }

  @Test
  void whereAllAreRefusedNothingIsSentAndNobodyIsNamed() throws Exception {
    assertThat(send(GONE)).singleElement().asString().startsWith("550");
    assertThat(server.copies).isEmpty();
    assertThat(LogOfMailsTest.events(side, "mail-sent")).isEmpty();
    assertThatNobodyIsNamed();
  }
}
