package org.sealpost.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.testmail.Cast.ANN;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.mime.Content;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.SignatureForm;
import org.sealpost.policy.TriggerWords;
import org.sealpost.policy.WithoutCertificate;
import org.sealpost.testmail.Mails;

/** What is said to clients of the size that the real server takes. */
class SizeAllowanceTest extends SendingFixture {
  private static final int RUNS = 20_000;
  private static final long LONGEST = SizeAllowance.CERTIFICATE;
  private static final long SMALLEST = 200_000;
  private static final long LARGEST = 200_000_000;

  @ParameterizedTest
  @EnumSource
  void noMailOfTheAnnouncedSizeIsTooLargeWhenItIsProtected(SignatureForm form) {
    Random random = new Random(1);
    for (int run = 0; run < RUNS; run++) {
      long upstream = random.nextLong(SMALLEST, LARGEST);
      long announced = SizeAllowance.announced(upstream, form);
      long mail = random.nextBoolean() ? announced : random.nextLong(1, announced + 1);
      long enclosed = random.nextLong(1, SizeAllowance.ENCLOSED * LONGEST + 1);
      int readers = random.nextInt(1, SizeAllowance.RECIPIENTS + 2);
      long signed =
          switch (form) {
            case CLEAR -> SizeAllowance.signed(mail, enclosed);
            case OPAQUE -> SizeAllowance.opaque(mail, enclosed);
          };
      assertThat(signed).isLessThanOrEqualTo(upstream);
      assertThat(SizeAllowance.encrypted(signed, readers, readers * LONGEST))
          .as("a mail of %d for a server that takes %d", mail, upstream)
          .isLessThanOrEqualTo(upstream);
    }
  }

  @ParameterizedTest
  @EnumSource
  void notMuchMoreIsHeldBackThanProtectionNeeds(SignatureForm form) throws Exception {
    sender.knows("ann@example.tw", ANN);
    Content mail = large();
    for (Delivery delivery : sender.send(account(form), mail, "ann@example.tw")) {
      long written = Mails.written(delivery.mail()).length;
      assertThat(SizeAllowance.announced(written, form))
          .isLessThanOrEqualTo(mail.size())
          .isGreaterThan(mail.size() * 9 / 10);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerWithoutLimitIsAnnouncedAsSuch(SignatureForm form) {
    assertThat(SizeAllowance.announced(0, form)).isZero();
    assertThat(SizeAllowance.announced(1000, form)).isPositive();
  }

  @Test
  void anOpaqueSignatureLeavesLessRoom() {
    assertThat(SizeAllowance.announced(10_000_000, SignatureForm.OPAQUE))
        .isLessThan(SizeAllowance.announced(10_000_000, SignatureForm.CLEAR));
  }

  private static Account account(SignatureForm form) {
    return new Account(
        "ming@example.tw",
        List.of(),
        SignPolicy.ALWAYS,
        EncryptPolicy.REQUIRED,
        WithoutCertificate.REFUSE,
        false,
        List.of(),
        TriggerWords.none(),
        form);
  }

  private static Content large() {
    String line = "A line of base64 or of anything else that has some seventy characters\n";
    return Mails.of("From: ming@example.tw\nTo: ann@example.tw\n\n" + line.repeat(20_000));
  }
}
