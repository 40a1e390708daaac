package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.sealpost.card.api.CardAgent;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Settings;
import org.sealpost.server.doctor.Doctor;
import org.sealpost.server.doctor.Finding;
import org.sealpost.server.doctor.Finding.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sealpost doctor}: examines everything that Sealpost needs and says how to mend it. */
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  DoctorCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    List<Finding> findings = new ArrayList<>();
    Consumer<Finding> report = findings::add;
    if (!json) {
      report = report.andThen(new FindingText(screen, TerminalWidth.of(screen))::print);
    }
    try (CardAgent agent = Agent.connect(settings)) {
      new Doctor(settings, agent, configuration.environment(), Clock.systemUTC()).examine(report);
    }
    if (json) {
      Json.printArray(screen.out(), findings.stream().map(DoctorCommand::asJson).toList());
    }
    boolean failed = count(findings, State.FAILED) > 0;
    if (!json) {
      long warnings = count(findings, State.WARNING);
      screen.out().println();
      screen.say(
          failed ? "doctor.failed" : warnings > 0 ? "doctor.warnings" : "doctor.well", warnings);
    }
    return failed ? 1 : 0;
  }

  private static long count(List<Finding> findings, State state) {
    return findings.stream().filter(finding -> finding.state() == state).count();
  }

  private static JsonObject asJson(Finding finding) {
    JsonObject object = new JsonObject();
    object.addProperty("check", finding.check().written());
    object.addProperty("subject", finding.subject().english());
    object.addProperty("state", finding.state().written());
    object.addProperty("detail", finding.detail().english());
    object.addProperty("mend", finding.mend().english());
    JsonObject chinese = new JsonObject();
    chinese.addProperty("subject", finding.subject().in(Phrase.TAIWAN));
    chinese.addProperty("detail", finding.detail().in(Phrase.TAIWAN));
    chinese.addProperty("mend", finding.mend().in(Phrase.TAIWAN));
    object.add("zh-TW", chinese);
    return object;
  }
}
