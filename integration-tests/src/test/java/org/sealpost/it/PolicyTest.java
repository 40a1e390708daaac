package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.it.PolicyStage.ALICE;
import static org.sealpost.it.PolicyStage.MING;
import static org.sealpost.it.PolicyStage.OFFICE;
import static org.sealpost.it.PolicyStage.header;
import static org.sealpost.it.PolicyStage.mail;
import static org.sealpost.it.PolicyStage.refusal;
import static org.sealpost.it.PolicyStage.subject;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Installation;
import org.sealpost.it.Clients.Fetcher;
import org.sealpost.it.Clients.Sender;

/**
 * The sending policy as a user meets it: real clients, the real proxy and agent, two accounts with
 * a card each. openssl reads what each recipient gets.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyTest {
  private static final String CLEAR = "multipart/signed";
  private static final String CBC = "smime-type=enveloped-data";
  private static final String GCM = "smime-type=authEnveloped-data";

  @TempDir static Path folder;
  private PolicyStage stage;

  @BeforeAll
  void start() throws Exception {
    Programs.need("openssl", "swaks", "msmtp", "curl");
    stage = new PolicyStage(folder);
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  void whoeverCannotBeEncryptedToIsNamedAndCanBeAllowedAndTakenBackAgain() throws Exception {
    String cai = stage.mailbox("cai@example.test");
    String dan = stage.mailbox("dan@example.test");
    List<String> all = List.of(ALICE, cai, dan);
    String text = mail(MING, all, "[encrypt] plans");
    int before = stage.mails(ALICE).size();

    assertThat(refusal(stage.send(Sender.MSMTP, MING, text, all)))
        .startsWith("550 Nothing was sent to anyone")
        .contains("keyword in the subject", cai + " has", dan + " has", "ask for a signed mail")
        .contains("put [sign-only] at the beginning")
        .contains("run: sealpost allow " + cai + " " + dan)
        .doesNotContain(ALICE);
    assertThat(stage.mails(ALICE)).hasSize(before);

    stage.run("allow", cai, dan);
    stage.send(Sender.MSMTP, MING, text, all).succeeds();

    byte[] hers = stage.last(ALICE);
    assertThat(header(hers)).contains("application/pkcs7-mime").doesNotContain("[encrypt]");
    assertThat(subject(hers)).isEqualTo("plans");
    byte[] inside = stage.openssl.decrypt(hers, stage.alice);
    assertThat(stage.openssl.signer(inside)).isEqualTo(stage.ming.signing());
    for (String allowed : List.of(cai, dan)) {
      assertThat(header(stage.last(allowed))).contains(CLEAR);
      assertThat(subject(stage.last(allowed))).isEqualTo("plans");
      assertThat(stage.openssl.signer(stage.last(allowed))).isEqualTo(stage.ming.signing());
    }

    stage.run("allow", "--remove", cai, dan);
    String again = mail(MING, all, "[encrypt] other plans");
    assertThat(refusal(stage.send(Sender.MSMTP, MING, again, all))).startsWith("550 Nothing");
    assertThat(stage.mails(ALICE)).hasSize(before + 1);
    assertThat(stage.mails(cai)).hasSize(1);
  }

  @Test
  void signOnlyKeepsAMailReadableThatWouldBeEncrypted() throws Exception {
    send(MING, mail(MING, List.of(ALICE), "[sign-only] notice"), ALICE);

    assertThat(header(stage.last(ALICE))).contains(CLEAR);
    assertThat(subject(stage.last(ALICE))).isEqualTo("notice");
    assertThat(stage.openssl.signer(stage.last(ALICE))).isEqualTo(stage.ming.signing());
  }

  @Test
  void aKeywordInBig5IsUnderstoodAndTakenOut() throws Exception {
    byte[] big5 = "[加密] 會議".getBytes(Charset.forName("Big5"));
    String subject = "=?Big5?B?" + Base64.getEncoder().encodeToString(big5) + "?=";
    List<String> both = List.of(ALICE, "eve@example.test");

    assertThat(refusal(stage.send(Sender.SWAKS, MING, mail(MING, both, subject), both)))
        .contains("eve@example.test", "keyword in the subject");
    send(MING, mail(MING, List.of(ALICE), subject), ALICE);

    assertThat(header(stage.last(ALICE))).contains("application/pkcs7-mime");
    assertThat(subject(stage.last(ALICE))).isEqualTo("會議");
  }

  @Test
  void sensitivityAsksForEncryption() throws Exception {
    List<String> both = List.of(ALICE, "fay@example.test");
    String text = mail(MING, both, "salaries", "Sensitivity: Private");

    assertThat(refusal(stage.send(Sender.SWAKS, MING, text, both)))
        .startsWith("550 ")
        .contains("fay@example.test", "header field Sensitivity");
  }

  @Test
  void attackOfATypingSlipIsRefusedInsteadOfLeaked() throws Exception {
    int before = stage.mails(ALICE).size();

    assertThat(
            refusal(
                stage.send(
                    Sender.SWAKS,
                    MING,
                    mail(MING, List.of(ALICE), "[encrpyt] plans"),
                    List.of(ALICE))))
        .startsWith("550 ")
        .contains("almost the keyword [encrypt]");
    assertThat(stage.mails(ALICE)).hasSize(before);
  }

  @Test
  void aRuleForADomainRequiresEncryption() throws Exception {
    String gus = "gus@strict.test";

    assertThat(
            refusal(
                stage.send(
                    Sender.SWAKS, MING, mail(MING, List.of(gus), "[sign-only] x"), List.of(gus))))
        .contains("must be encrypted", "rule for the domain");
    assertThat(refusal(stage.send(Sender.SWAKS, MING, mail(MING, List.of(gus), "x"), List.of(gus))))
        .contains(gus, "rule for the domain");
  }

  @Test
  void aSplitMailIsEncryptedToThoseWhoHaveACertificateAndSignedOpaquelyForTheOthers()
      throws Exception {
    String hal = stage.mailbox("hal@example.test");
    send(OFFICE, mail(OFFICE, List.of(ALICE, hal), "minutes"), ALICE, hal);

    byte[] inside = stage.openssl.decrypt(stage.last(ALICE), stage.alice);
    for (byte[] signed : List.of(inside, stage.last(hal))) {
      assertThat(header(signed)).contains("smime-type=signed-data");
      assertThat(stage.openssl.signer(signed)).isEqualTo(stage.office.signing());
    }

    String alone = mail(OFFICE, List.of(hal), "for hal alone");
    assertThat(refusal(stage.send(Sender.SWAKS, OFFICE, alone, List.of(hal)))).contains(hal + " ");
  }

  @Test
  void anAliasInTheCertificateSigns() throws Exception {
    send(MING, mail("wang@example.test", List.of(ALICE), "[sign-only] as Wang"), ALICE);

    assertThat(stage.openssl.signer(stage.last(ALICE))).isEqualTo(stage.ming.signing());
  }

  @Test
  void attackOfWritingAsSomebodyElseIsRefused() throws Exception {
    String others = mail(OFFICE, List.of(ALICE), "from the office");

    assertThat(refusal(stage.send(Sender.SWAKS, MING, others, List.of(ALICE))))
        .startsWith("550 ")
        .contains("from " + OFFICE, "account " + MING, "aliases");
  }

  @Test
  void severalAuthorsNeedASender() throws Exception {
    String authors = MING + ", boss@example.test";
    List<String> to = List.of(ALICE);

    String unclear = mail(authors, to, "[sign-only] ours");
    assertThat(refusal(stage.send(Sender.SWAKS, MING, unclear, to)))
        .contains("no Sender field", "boss@example.test");
    send(MING, mail(authors, to, "[sign-only] ours", "Sender: " + MING), ALICE);

    assertThat(stage.openssl.signer(stage.last(ALICE))).isEqualTo(stage.ming.signing());
  }

  @Test
  void whatSomebodyElseWroteIsResentWithoutASignature() throws Exception {
    String ian = stage.mailbox("ian@example.test");
    String text =
        "Resent-From: %s\nResent-To: %s\n".formatted(MING, ian)
            + mail("boss@example.test", List.of(MING), "as the boss wrote it");

    send(MING, text, ian);

    assertThat(new String(stage.last(ian), StandardCharsets.ISO_8859_1))
        .contains("From: boss@example.test", "for your eyes")
        .doesNotContain("pkcs7");
  }

  @Test
  void whoeverHasExchangedMailsGetsAuthenticatedEncryption() throws Exception {
    String bob = stage.bob.address();
    try (Installation bobs = stage.installation(stage.bob)) {
      bobs.start();
      send(MING, mail(MING, List.of(bob), "first"), bob);
      assertThat(header(stage.last(bob))).contains(CBC);
      stage.clients().fetch(Fetcher.CURL, bobs.pop3Port(), bob);

      stage
          .send(Sender.SWAKS, bobs, bob, mail(bob, List.of(MING), "second"), List.of(MING))
          .succeeds();
      assertThat(header(stage.last(MING))).contains(GCM);
      stage.clients().fetch(Fetcher.CURL, stage.pop3Port(), MING);

      send(MING, mail(MING, List.of(bob), "third"), bob);
      assertThat(header(stage.last(bob))).contains(GCM);
      byte[] inside = stage.openssl.decrypt(stage.last(bob), stage.bob);
      assertThat(stage.openssl.signer(inside)).isEqualTo(stage.ming.signing());
    }
  }

  @Test
  void aMailWhoseCardIsOutSaysWhichOneToInsertWhileTheOtherAccountSigns() throws Exception {
    String text = mail(OFFICE, List.of(ALICE), "from the office");
    send(OFFICE, text, ALICE);
    Path out = Files.move(stage.officeCard, folder.resolve("taken out"));
    try {
      assertThat(
              refusal(stage.send(Sender.SWAKS, OFFICE, text.replace("the", "our"), List.of(ALICE))))
          .startsWith("451 ")
          .contains("Insert the card", "The Office", "is not there");
      send(MING, mail(MING, List.of(ALICE), "[sign-only] meanwhile"), ALICE);
      assertThat(stage.openssl.signer(stage.last(ALICE))).isEqualTo(stage.ming.signing());
    } finally {
      Files.move(out, stage.officeCard);
    }
    send(OFFICE, text.replace("the", "our"), ALICE);
    byte[] inside = stage.openssl.decrypt(stage.last(ALICE), stage.alice);
    assertThat(stage.openssl.signer(inside)).isEqualTo(stage.office.signing());
  }

  private void send(String account, String mail, String... recipients) throws Exception {
    stage.send(Sender.SWAKS, account, mail, List.of(recipients)).succeeds();
  }
}
