package org.sealpost.server.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help of all commands as one page for man(1), in the language of the screen. */
final class ManualPage {
  private static final List<String> FILES =
      List.of(
          "~/.config/sealpost/sealpost.conf",
          "/etc/sealpost/sealpost.conf",
          "~/.local/state/sealpost");

  private final CommandLine sealpost;
  private final Screen screen;
  private final StringBuilder page = new StringBuilder();

  private ManualPage(CommandLine sealpost, Screen screen) {
    this.sealpost = sealpost;
    this.screen = screen;
  }

  /** The page, in the macros of man(7). */
  static String of(CommandLine sealpost, Screen screen) {
    ManualPage manual = new ManualPage(sealpost, screen);
    manual.write();
    return manual.page.toString();
  }

  private void write() {
    CommandSpec root = sealpost.getCommandSpec();
    String name = root.name();
    macro("TH", name.toUpperCase(Locale.ROOT), "1", root.version()[0], root.version()[0]);
    heading("manual.name");
    line(name + " \\- " + escaped(header(root)));
    heading("manual.synopsis");
    line("\\fB" + name + "\\fP [\\fI" + escaped("OPTION") + "\\fP...] \\fICOMMAND\\fP");
    heading("manual.description");
    line(escaped(text(root.usageMessage().description())));
    heading("manual.options");
    root.options().forEach(this::option);
    heading("manual.commands");
    sealpost.getSubcommands().values().forEach(this::command);
    heading("manual.status");
    statuses(root);
    heading("manual.files");
    for (String file : FILES) {
      entry("\\fI" + escaped(file) + "\\fP", screen.text("manual." + FILES.indexOf(file)));
    }
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (!spec.subcommands().isEmpty()) {
      command.getSubcommands().values().forEach(this::command);
      return;
    }
    macro("SS", synopsis(spec));
    line(escaped(text(spec.usageMessage().description())));
    spec.positionalParameters().forEach(this::parameter);
    spec.options().stream()
        .filter(option -> !option.inherited() && !isOfAll(option))
        .forEach(this::option);
    if (!spec.usageMessage()
        .exitCodeList()
        .equals(sealpost.getCommandSpec().usageMessage().exitCodeList())) {
      statuses(spec);
    }
    macro("P");
    page.append(".nf\n");
    Stream.of(spec.usageMessage().footer()).forEach(line -> line(escaped(line.formatted())));
    page.append(".fi\n");
  }

  /** Those of every command are told once. */
  private boolean isOfAll(OptionSpec option) {
    return sealpost.getCommandSpec().findOption(option.longestName()) != null;
  }

  private static String synopsis(CommandSpec spec) {
    StringBuilder synopsis = new StringBuilder(spec.qualifiedName());
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
      synopsis.append(' ').append(parameter.arity().min() == 0 ? "[" + label + "]" : label);
    }
    return synopsis.toString();
  }

  private void parameter(PositionalParamSpec parameter) {
    entry("\\fI" + escaped(parameter.paramLabel()) + "\\fP", description(parameter));
  }

  private void option(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fP";
    String names =
        Stream.of(option.names())
            .map(name -> option.negatable() ? name.replaceFirst("^--", "--[no-]") : name)
            .collect(Collectors.joining(", "));
    entry("\\fB" + escaped(names) + "\\fP" + value, description(option));
  }

  private static String description(ArgSpec argument) {
    return text(argument.description());
  }

  private void statuses(CommandSpec spec) {
    for (Map.Entry<String, String> status : spec.usageMessage().exitCodeList().entrySet()) {
      entry("\\fB" + status.getKey().strip() + "\\fP", text(status.getValue()));
    }
  }

  private static String header(CommandSpec spec) {
    return text(spec.usageMessage().header());
  }

  private static String text(String... lines) {
    return String.join(" ", lines).formatted().replaceAll("\\s*\\R\\s*", " ").strip();
  }

  private void heading(String wording) {
    macro("SH", screen.text(wording));
  }

  private void entry(String what, String said) {
    page.append(".TP\n");
    line(what);
    line(escaped(said));
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  /** A line that begins like a request is none. */
  private void line(String line) {
    page.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "")
        .append(line)
        .append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("~", "\\(ti")
        .replace("^", "\\(ha");
  }
}
