package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Authority.Sources;
import org.sealpost.harness.Person;
import org.sealpost.harness.RevocationServer;
import org.sealpost.harness.SealpostCommand;

/**
 * Whom to trust, from the CA's own web server to what a mail client and a user read: the real
 * processes, and mails that openssl signed.
 */
class RevocationTest extends WithRevocationServer {
  @Test
  void aMailOfACertificateThatIsOnNoListIsValidAndSaysWhatThatRestsOn() throws Exception {
    Person mei = listed("mei");
    MimeMessage mail = fetch(deliver("good", signed("good", mei)));
    assertVerdict(mail, "valid");

    JsonObject kept = kept("good");
    assertThat(text(kept, "verdict")).isEqualTo("valid");
    JsonObject revocation = signerStep(kept).getAsJsonObject("revocation");
    assertThat(text(revocation, "status")).isEqualTo("good");
    assertThat(text(revocation, "kind")).isEqualTo("crl");
    assertThat(text(revocation, "source")).isEqualTo(web.at("/mei.crl").toString());

    assertThat(succeeds("verdict", "<good@example.test>").output())
        .contains("The signature is valid")
        .contains("Not revoked, by the list of " + web.at("/mei.crl"));
  }

  @Test
  void onceRevokedNewMailsAreUntrustedWithDateAndReasonAndThoseMetBeforeAreNot() throws Exception {
    Person rex = listed("rex");
    int before = deliver("before", signed("before", rex));
    assertVerdict(fetch(before), "valid");
    // Lists and the history know whole seconds.
    Thread.sleep(2100);
    web.revoke(rex.signing(), RevocationServer.KEY_COMPROMISE);
    String day = LocalDate.now(ZoneOffset.UTC).toString();

    assertThat(succeeds("trust", "update").output()).contains(web.at("/rex.crl").toString());

    // What another process fetched is taken over a second later at most.
    Thread.sleep(1100);
    MimeMessage after = fetch(deliver("after", signed("after", rex)));
    assertVerdict(after, "untrusted");
    assertThat(words(after))
        .contains("The certificate of rex was revoked on " + day)
        .contains("the key may be in wrong hands");

    MimeMessage again = fetch(before);
    assertVerdict(again, "valid");
    assertThat(words(again)).contains("was revoked later");
  }

  @Test
  void aCertificateOnHoldIsUntrustedUntilTheHoldIsTakenBack() throws Exception {
    Person hal = listed("hal");
    web.revoke(hal.signing(), RevocationServer.ON_HOLD);
    MimeMessage held = fetch(deliver("held", signed("held", hal)));
    assertVerdict(held, "untrusted");
    assertThat(words(held)).contains("on hold");

    web.release(hal.signing());
    succeeds("trust", "update");
    Thread.sleep(1100);
    MimeMessage resumed = fetch(deliver("resumed", signed("resumed", hal)));
    assertVerdict(resumed, "valid");
  }

  @Test
  void whileTheServerIsDownAVerdictIsUncheckedSaysWhyAndIsLookedAtAgain() throws Exception {
    Person dan = listed("dan");
    web.takeDown("/dan.crl");
    MimeMessage mail = fetch(deliver("down", signed("down", dan)));
    assertVerdict(mail, "unchecked");
    assertThat(words(mail))
        .contains("Whether the certificate of dan was revoked is not known")
        .contains(web.at("/dan.crl").getHost());
    assertThat(kept("down").has("nextLook")).isTrue();
  }

  @Test
  void noMailIsEncryptedToARevokedCertificate() throws Exception {
    Person eve = listed("eve");
    importEncryption(eve);
    send(eve.address());
    web.revoke(eve.encryption(), RevocationServer.KEY_COMPROMISE);
    succeeds("trust", "update");
    Thread.sleep(1100);
    assertThat(refusal(eve.address()))
        .contains(eve.address())
        .contains("was revoked on " + LocalDate.now(ZoneOffset.UTC));
  }

  @Test
  void whetherUnknownRevocationForbidsEncryptionIsTheUsersChoice() throws Exception {
    Person una =
        authority.personWithOneKey("una", "una@example.test", Sources.list(web.at("/una.crl")));
    web.takeDown("/una.crl");
    // Learnt from a mail: a certificate that the user imports counts by the user's own word.
    assertVerdict(fetch(deliver("una", signed("una", una))), "unchecked");
    send(una.address());

    String preferring = Files.readString(side.configuration());
    try {
      Files.writeString(
          side.configuration(), preferring + "\nsealpost.trust.revocation = require\n");
      restartProxy();
      assertThat(refusal(una.address()))
          .contains(una.address())
          .contains("it is not known whether");
    } finally {
      web.bringBack("/una.crl");
      Files.writeString(side.configuration(), preferring);
      restartProxy();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "revocation = require, untrusted",
    "revocation = prefer, unchecked",
    "revocation = off, unchecked"
  })
  void aModeDecidesWhatAnUnknownRevocationMeans(String setting, String verdict) throws Exception {
    Person una = listed("nil");
    web.takeDown("/nil.crl");
    assertThat(text(open(signed("mode", una), setting), "verdict")).isEqualTo(verdict);
  }

  @Test
  void switchedOffNobodyIsAsked() throws Exception {
    Person sue = listed("sue");
    open(signed("off", sue), "revocation = off");
    assertThat(web.requests()).doesNotContain("/sue.crl");
  }

  @Test
  void aResponderAloneTellsOfOneCertificate() throws Exception {
    Person otto = elliptic("otto", Sources.responder(web.at("/ocsp")));
    Person rita = elliptic("rita", Sources.responder(web.at("/ocsp")));
    web.revoke(rita.signing(), RevocationServer.KEY_COMPROMISE);
    assertThat(text(open(signed("otto", otto), "ask = [ocsp]"), "verdict")).isEqualTo("valid");
    assertThat(text(open(signed("otto", otto), "ask = [crl]"), "verdict")).isEqualTo("unchecked");
    JsonObject revoked = open(signed("rita", rita), "ask = [ocsp]");
    assertThat(text(revoked, "verdict")).isEqualTo("untrusted");
    assertThat(revoked.toString()).contains("was revoked on");
  }

  @Test
  void theUsersOwnWordMakesAStrangerTrustedAndTakesTrustFromAnyone() throws Exception {
    Authority strangers = new Authority("Stranger CA");
    Person sam = strangers.personWithEllipticKeys("sam", "sam@example.test");
    int number = deliver("sam", signed("sam", sam));
    assertVerdict(fetch(number), "untrusted");
    String file = pem("sam", sam.signing());

    succeeds("trust", "allow", file, "--note", "met at the fair");
    MimeMessage allowed = fetch(number);
    assertVerdict(allowed, "trusted-by-you");
    assertThat(words(allowed)).contains("met at the fair");
    assertThat(succeeds("trust", "list").output()).contains("allowed").contains("met at the fair");

    succeeds("trust", "deny", file);
    MimeMessage denied = fetch(number);
    assertVerdict(denied, "untrusted");
    assertThat(words(denied)).contains("never to trust");
    assertThat(succeeds("trust", "list", "--json").output()).contains("deny");
  }

  /** The twin: with the certificate in the mail the same path holds, and nobody is called. */
  @Test
  void aMailCannotMakeUsCallItsSendersHost() throws Exception {
    Authority below = authority.below("Issuing CA", Sources.list(web.at("/below.crl")));
    try (RevocationServer senders = new RevocationServer(below)) {
      Sources sources = Sources.issuer(senders.at("/issuer.cer"));
      Person ivy = below.personWithEllipticKeys("ivy", "ivy@example.test", sources);

      MimeMessage without = fetch(deliver("ivy-1", signed("ivy-1", ivy)));
      assertVerdict(without, "untrusted");
      assertThat(words(without)).contains("Issuing CA");

      String issuer = pem("below", below.certificate());
      MimeMessage enclosed = fetch(deliver("ivy-2", signed("ivy-2", ivy, "-certfile", issuer)));
      assertVerdict(enclosed, "unchecked");
      assertThat(senders.requests()).isEmpty();
    }
  }

  @Test
  void theDoctorTellsHowEachListStands() throws Exception {
    Person doc = listed("doc");
    fetch(deliver("doc", signed("doc", doc)));
    SealpostCommand.Result run = side.run("doctor", "--json");
    List<JsonObject> lines =
        JsonParser.parseString(run.output()).getAsJsonArray().asList().stream()
            .map(JsonElement::getAsJsonObject)
            .filter(line -> text(line, "subject").equals(web.at("/doc.crl").toString()))
            .toList();
    assertThat(lines)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(text(line, "check")).isEqualTo("revocation");
              assertThat(text(line, "state")).isEqualTo("ok");
              assertThat(text(line, "detail")).contains("the next list is due on");
            });
  }
}
