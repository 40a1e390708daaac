package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealpost.failure.Phrase;
import org.sealpost.server.console.DoctorRun.State;

/** Examines everything that Sealpost needs, and says how to mend it. */
final class DoctorPages implements Section {
  private static final Set<String> CHECKS =
      Set.of(
          "pcscd",
          "reader",
          "card",
          "agent",
          "module",
          "token",
          "certificate",
          "pin",
          "account",
          "smtp",
          "pop3",
          "directory",
          "clock",
          "revocation",
          "listener",
          "notice");

  private final DoctorRun run;

  /**
   * What the page shows.
   *
   * @param running whether it is at work
   * @param at since when, or when it came to its end
   * @param summary {@code doctor.summary.SUMMARY} of the words; empty before the first run
   * @param failed how many findings are of what does not work
   * @param warnings how many are of what should be known
   */
  record View(
      boolean running,
      Optional<Instant> at,
      Optional<String> summary,
      long failed,
      long warnings,
      List<Row> rows) {}

  /**
   * A finding.
   *
   * @param check {@code doctor.check.CHECK} of the words
   * @param state {@code doctor.state.STATE} of the words
   */
  record Row(
      String check,
      Phrase subject,
      String state,
      String sign,
      String tone,
      Phrase detail,
      Phrase mend) {}

  DoctorPages(DoctorRun run) {
    this.run = run;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/doctor", _ -> new Response.View("doctor", view(run.state())))
        .get("/doctor/now", _ -> new Response.View("findings", view(run.state())))
        .post("/doctor/run", this::begin);
  }

  private Response begin(Request request) {
    run.begin();
    return request.fragment()
        ? new Response.View("findings", view(run.state()))
        : new Response.SeeOther("/doctor");
  }

  static View view(State state) {
    return switch (state) {
      case State.Never() -> new View(false, Optional.empty(), Optional.empty(), 0, 0, List.of());
      case State.Running(Instant since) ->
          new View(true, Optional.of(since), Optional.empty(), 0, 0, List.of());
      case State.Failed(Instant at) ->
          new View(false, Optional.of(at), Optional.of("broken"), 0, 0, List.of());
      case State.Done(Instant at, List<DoctorRun.Found> findings) -> done(at, findings);
    };
  }

  private static View done(Instant at, List<DoctorRun.Found> findings) {
    long failed = findings.stream().filter(it -> it.state().equals("failed")).count();
    long warnings = findings.stream().filter(it -> it.state().equals("warning")).count();
    String summary = failed > 0 ? "failed" : warnings > 0 ? "warnings" : "well";
    return new View(
        false,
        Optional.of(at),
        Optional.of(summary),
        failed,
        warnings,
        findings.stream().map(DoctorPages::row).toList());
  }

  private static Row row(DoctorRun.Found found) {
    String state =
        switch (found.state()) {
          case "ok", "warning", "failed" -> found.state();
          default -> "skipped";
        };
    return new Row(
        CHECKS.contains(found.check()) ? found.check() : "other",
        found.subject(),
        state,
        switch (state) {
          case "ok" -> "check";
          case "warning" -> "warning";
          case "failed" -> "cross";
          default -> "dash";
        },
        switch (state) {
          case "ok" -> "good";
          case "warning" -> "doubtful";
          case "failed" -> "bad";
          default -> "faint";
        },
        found.detail(),
        found.mend());
  }
}
