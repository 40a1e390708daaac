package org.sealpost.server.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sealpost.failure.Phrase;
import org.sealpost.server.doctor.CardService.Content;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;

/** The smart card service, its readers and the cards in them. */
final class ReaderChecks {
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/sbin/pcscd"), Path.of("/usr/bin/pcscd"), Path.of("/sbin/pcscd"));

  private ReaderChecks() {}

  /** Where no card in a reader is wanted. */
  static List<Finding> skipped() {
    Phrase why = Doctor.WORDS.phrase("readers.not-wanted");
    return Stream.of(Check.PCSCD, Check.READER, Check.CARD)
        .map(check -> Finding.skipped(check, "", why))
        .toList();
  }

  static List<Finding> of(CardService service) {
    return switch (service) {
      case CardService.Absent() -> withoutService("pcscd.absent", "");
      case CardService.Down(String reason) ->
          withoutService(
              PROGRAMS.stream().anyMatch(Files::exists) ? "pcscd.down" : "pcscd.absent", reason);
      case CardService.Silent() -> withoutService("pcscd.silent", "");
      case CardService.Running(List<CardService.Reader> readers) -> running(readers);
    };
  }

  private static List<Finding> withoutService(String wording, String reason) {
    Phrase unknown = Doctor.WORDS.phrase("readers.unknown");
    return List.of(
        failed(Check.PCSCD, "", wording, reason),
        Finding.skipped(Check.READER, "", unknown),
        Finding.skipped(Check.CARD, "", unknown));
  }

  private static List<Finding> running(List<CardService.Reader> readers) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok(Check.PCSCD, "", Doctor.WORDS.phrase("pcscd.ok")));
    if (readers.isEmpty()) {
      findings.add(failed(Check.READER, "", "reader.none"));
      findings.add(Finding.skipped(Check.CARD, "", Doctor.WORDS.phrase("card.no-reader")));
      return findings;
    }
    for (CardService.Reader reader : readers) {
      findings.add(
          Finding.ok(
              Check.READER,
              reader.name(),
              Doctor.WORDS.phrase(
                  reader.content() instanceof Content.Nothing ? "reader.empty" : "reader.full")));
    }
    List<Finding> cards =
        readers.stream()
            .filter(reader -> !(reader.content() instanceof Content.Nothing))
            .map(ReaderChecks::card)
            .toList();
    findings.addAll(cards.isEmpty() ? List.of(failed(Check.CARD, "", "card.none")) : cards);
    return findings;
  }

  private static Finding card(CardService.Reader reader) {
    return switch (reader.content()) {
      case Content.Card(byte[] atr) ->
          Finding.ok(
              Check.CARD,
              CardName.of(atr).orElseGet(() -> Doctor.WORDS.phrase("card.unknown")),
              Doctor.WORDS.phrase("card.in", reader.name(), CardName.written(atr)));
      case Content.Taken() ->
          new Finding(
              Check.CARD,
              "",
              State.WARNING,
              Doctor.WORDS.phrase("card.taken", reader.name()),
              Doctor.WORDS.phrase("card.taken.mend"));
      case Content.Mute(String reason) ->
          failed(Check.CARD, "", "card.mute", reader.name(), reason);
      case Content.Nothing() -> failed(Check.CARD, "", "card.none");
    };
  }

  private static Finding failed(Check check, String subject, String wording, Object... arguments) {
    return new Finding(
        check,
        subject,
        State.FAILED,
        Doctor.WORDS.phrase(wording, arguments),
        Doctor.WORDS.phrase(wording + ".mend", arguments));
  }
}
