package org.sealpost.server.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.api.Told;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.CardAgentSettings;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.trust.PlainText;

/** The card-agent, its PKCS#11 modules, the tokens it holds and their PINs. */
final class AgentChecks {
  private final AgentView agent;
  private final Settings settings;
  private final List<String> unclaimed;

  /**
   * @param unclaimed the readers with a card, by the smart card service's word, in which the agent
   *     knows no token
   */
  AgentChecks(AgentView agent, Settings settings, List<String> unclaimed) {
    this.agent = agent;
    this.unclaimed = List.copyOf(unclaimed);
    this.settings = settings;
  }

  Finding running() {
    return agent
        .problem()
        .map(problem -> Finding.of(Check.AGENT, "", State.FAILED, problem))
        .orElseGet(
            () ->
                Finding.ok(
                    Check.AGENT, "", Doctor.WORDS.phrase("agent.ok", settings.agentSocket())));
  }

  List<Finding> modules() {
    CardAgentSettings configured = settings.cardAgent();
    if (configured.modules().filter(List::isEmpty).isPresent()) {
      return List.of(Finding.skipped(Check.MODULE, "", Doctor.WORDS.phrase("module.not-wanted")));
    }
    if (agent.problem().isEmpty()) {
      return agent.modules().stream().map(this::module).toList();
    }
    if (configured.modules().isEmpty()) {
      return List.of(Finding.skipped(Check.MODULE, "", Doctor.WORDS.phrase("module.auto-unknown")));
    }
    return configured.modules().get().stream().map(AgentChecks::moduleFile).toList();
  }

  private Finding module(ModuleReport module) {
    String path = PlainText.of(module.path());
    return switch (module.state()) {
      case WORKING ->
          module.problem().isEmpty()
              ? Finding.ok(Check.MODULE, path, working(module))
              : Finding.of(Check.MODULE, path, State.WARNING, safe(module.toldProblem()));
      case FAILING, UNUSABLE -> {
        if (module.problem().isEmpty()) {
          yield Finding.of(
              Check.MODULE, path, State.FAILED, Doctor.WORDS.phrase("module.starting"));
        }
        yield withMend(
            Finding.of(Check.MODULE, path, State.FAILED, safe(module.toldProblem())),
            "module.mend");
      }
      case NONE ->
          Finding.of(Check.MODULE, "", State.FAILED, safe(module.toldProblem()))
              .unlessNeeded(settings.cardAgent().pkcs12().isEmpty());
    };
  }

  private Phrase working(ModuleReport module) {
    String wording = settings.cardAgent().modules().isPresent() ? "module.ok" : "module.found";
    return Doctor.WORDS.phrase(
        wording, PlainText.of(module.description()), module.readers().size());
  }

  /** What can be told of a module without loading it. */
  private static Finding moduleFile(Path module) {
    boolean there = Files.isRegularFile(module) && Files.isReadable(module);
    String path = PlainText.of(module.toString());
    return there
        ? Finding.skipped(Check.MODULE, path, Doctor.WORDS.phrase("module.file"))
        : new Finding(
            Check.MODULE,
            path,
            State.FAILED,
            Doctor.WORDS.phrase("module.no-file"),
            Doctor.WORDS.phrase("module.mend"));
  }

  private static Finding withMend(Finding finding, String wording) {
    return !finding.tellsHow()
        ? new Finding(
            finding.check(),
            finding.subject(),
            finding.state(),
            finding.detail(),
            Doctor.WORDS.phrase(wording))
        : finding;
  }

  List<Finding> tokens() {
    if (agent.problem().isPresent()) {
      return List.of(unknown(Check.TOKEN));
    }
    List<Finding> findings = new ArrayList<>(agent.tokens().stream().map(this::token).toList());
    agent
        .modules()
        .forEach(
            module ->
                unknownCards(module)
                    .forEach(
                        finding -> findings.add(finding.unlessNeeded(agent.usable().isEmpty()))));
    if (findings.isEmpty()) {
      findings.add(
          new Finding(
              Check.TOKEN,
              "",
              State.FAILED,
              Doctor.WORDS.phrase("token.none"),
              Doctor.WORDS.phrase("token.none.mend")));
    }
    return findings;
  }

  private Finding token(TokenInfo token) {
    String label = PlainText.of(token.label());
    String reader = PlainText.of(token.reader());
    return switch (token.state()) {
      case LOCKED, UNLOCKED, BLOCKED ->
          Finding.ok(
              Check.TOKEN,
              label,
              Doctor.WORDS.phrase("token.ok", PlainText.of(token.id()), reader));
      case FAILED ->
          withMend(
              Finding.of(Check.TOKEN, label, State.FAILED, safe(token.toldProblem())),
              "token.mend");
      case ABSENT ->
          new Finding(
                  Check.TOKEN,
                  label,
                  State.FAILED,
                  Doctor.WORDS.phrase("token.absent", reader),
                  Doctor.WORDS.phrase(
                      whoIsMissingIsKnown() ? "token.absent.mend" : "token.absent.unsure.mend"))
              .unlessNeeded(agent.usable().isEmpty());
    };
  }

  /** A card that is taken for missing may be forgotten, and mail waits for it no more. */
  private boolean whoIsMissingIsKnown() {
    return unclaimed.isEmpty()
        && agent.modules().stream()
            .filter(module -> module.state() != ModuleReport.State.NONE)
            .allMatch(ModuleReport::tellsWhoIsMissing);
  }

  private static List<Finding> unknownCards(ModuleReport module) {
    return module.readers().stream()
        .filter(reader -> reader.cardPresent() && reader.tokenId().isEmpty())
        .map(
            reader ->
                new Finding(
                    Check.TOKEN,
                    PlainText.of(reader.name()),
                    State.FAILED,
                    Doctor.WORDS.phrase("token.unknown", PlainText.of(module.path())),
                    Doctor.WORDS.phrase("token.unknown.mend")))
        .toList();
  }

  /** Nothing is tried: the tokens' own flags tell. */
  List<Finding> pins() {
    if (agent.usable().isEmpty()) {
      return List.of(Finding.skipped(Check.PIN, "", Doctor.WORDS.phrase("pin.no-token")));
    }
    return agent.usable().stream().map(AgentChecks::pin).toList();
  }

  private static Finding pin(TokenInfo token) {
    String label = PlainText.of(token.label());
    if (token.state() == TokenState.BLOCKED) {
      return new Finding(
          Check.PIN,
          label,
          State.FAILED,
          Doctor.WORDS.phrase("pin.blocked"),
          Doctor.WORDS.phrase("pin.blocked.mend"));
    }
    OptionalInt tries = token.triesLeft();
    String state = token.state() == TokenState.UNLOCKED ? "pin.unlocked" : "pin.locked";
    Phrase detail =
        new Phrase.Sentences(
            List.of(
                Doctor.WORDS.phrase(state),
                tries.isPresent() ? left(tries.getAsInt()) : Phrase.none()));
    return tries.isPresent() && tries.getAsInt() == 1
        ? new Finding(
            Check.PIN, label, State.WARNING, detail, Doctor.WORDS.phrase("pin.final-try.mend"))
        : Finding.ok(Check.PIN, label, detail);
  }

  private static Phrase left(int tries) {
    return Doctor.WORDS.phrase("pin.tries", tries);
  }

  private static Phrase safe(Told told) {
    return new Phrase.Told(PlainText.of(told.english()), PlainText.of(told.in(Phrase.TAIWAN)));
  }

  static Finding unknown(Check check) {
    return Finding.skipped(check, "", Doctor.WORDS.phrase("agent.unknown"));
  }
}
