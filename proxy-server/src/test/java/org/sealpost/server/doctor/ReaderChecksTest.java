package org.sealpost.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Phrase;
import org.sealpost.server.doctor.CardService.Content;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;

class ReaderChecksTest {
  private static final byte[] ATR = HexFormat.of().parseHex("3B00");

  private static List<Finding> with(Content content) {
    return ReaderChecks.of(
        new CardService.Running(List.of(new CardService.Reader("Reader 1", content))));
  }

  @Test
  void aServiceThatIsNotInstalledIsToBeInstalled() {
    Finding service = ReaderChecks.of(new CardService.Absent()).getFirst();
    assertThat(service.state()).isEqualTo(State.FAILED);
    assertThat(service.mend().english()).contains("apt install pcscd");
  }

  @Test
  void aServiceThatHangsIsToBeStartedAnewAndTheRestIsUnknown() {
    List<Finding> findings = ReaderChecks.of(new CardService.Silent());
    assertThat(findings.stream().map(Finding::state))
        .containsExactly(State.FAILED, State.SKIPPED, State.SKIPPED);
    assertThat(findings.getFirst().mend().english()).contains("systemctl restart pcscd");
  }

  @Test
  void withoutAReaderOneIsToBePluggedInAndNoCardIsMissed() {
    List<Finding> findings = ReaderChecks.of(new CardService.Running(List.of()));
    assertThat(findings.stream().map(Finding::state))
        .containsExactly(State.OK, State.FAILED, State.SKIPPED);
    assertThat(findings.get(1).mend().english()).contains("Plug the reader in");
  }

  @Test
  void eachReaderIsNamedAndOneCardIsEnough() {
    List<Finding> findings =
        ReaderChecks.of(
            new CardService.Running(
                List.of(
                    new CardService.Reader("Reader 1", new Content.Nothing()),
                    new CardService.Reader("Reader 2", new Content.Card(ATR)))));
    assertThat(findings.stream().map(it -> it.subject().english()))
        .containsExactly("", "Reader 1", "Reader 2", "A card that is not known by name");
    assertThat(findings).allSatisfy(finding -> assertThat(finding.state()).isEqualTo(State.OK));
  }

  @Test
  void aCardThatAnotherProgramKeepsIsAWarningThatNamesTheReader() {
    Finding card = with(new Content.Taken()).getLast();
    assertThat(card.state()).isEqualTo(State.WARNING);
    assertThat(card.detail().english()).contains("Reader 1");
    assertThat(card.mend().english()).contains("Close the other program");
  }

  @Test
  void aCardThatDoesNotAnswerHasFailed() {
    Finding card = with(new Content.Mute("SCARD_W_UNRESPONSIVE_CARD")).getLast();
    assertThat(card.state()).isEqualTo(State.FAILED);
    assertThat(card.detail().english()).contains("Reader 1", "SCARD_W_UNRESPONSIVE_CARD");
    assertThat(card.mend().english()).contains("right way round");
  }

  @Test
  void whatIsNotNeededHasNotFailed() {
    Finding card = with(new Content.Nothing()).getLast();
    assertThat(card.state()).isEqualTo(State.FAILED);
    assertThat(card.unlessNeeded(true)).isEqualTo(card);
    assertThat(card.unlessNeeded(false).state()).isEqualTo(State.SKIPPED);
  }

  @ParameterizedTest
  @CsvSource({
    "3BB813008131FA524348544D4F494341A5, 'Citizen digital certificate (MOICA), type CHTMOICA'",
    "3BD8960081B1FE451F0743485447504B494ADD, 'Citizen digital certificate (MOICA), type CHTGPKI'",
    "3B8B80010031C1640840213000900057, 'Citizen digital certificate (MOICA), type 3B8B80'",
    "3B8B80010031C1640840213000900058, A card that is not known by name",
    "3B8B800180F9A00000030800001000C8, A card that is not known by name",
  })
  void aCardIsNamedByItsAnswerToReset(String atr, String name) {
    Finding card = with(new Content.Card(HexFormat.of().parseHex(atr))).getLast();
    assertThat(card.check()).isEqualTo(Check.CARD);
    assertThat(card.subject().english()).isEqualTo(name);
    assertThat(card.detail().english().replace(" ", "")).contains(atr);
  }

  @ParameterizedTest
  @CsvSource({
    "The server is down. Start it. Then try again., The server is down., Start it. Then try again.",
    "It is down., It is down., ''",
    "The file a.so is bad. Mend it., The file a.so is bad., Mend it.",
  })
  void theFirstSentenceSaysWhatHappenedAndTheOthersWhatToDo(
      String words, String detail, String mend) {
    Finding finding = Finding.of(Check.SMTP, "", State.FAILED, Phrase.verbatim(words));
    assertThat(finding.detail().english()).isEqualTo(detail);
    assertThat(finding.mend().english()).isEqualTo(mend);
  }
}
