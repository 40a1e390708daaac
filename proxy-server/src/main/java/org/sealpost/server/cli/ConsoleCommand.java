package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.sealpost.server.Settings;
import org.sealpost.server.control.ControlClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sealpost console}: opens Sealpost's own pages in the browser. */
@Command(name = "console")
final class ConsoleCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleCommand.class);

  /** Where Linux tells whose connections are. */
  private static final Path CONNECTIONS = Path.of("/proc/net/tcp");

  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--print", descriptionKey = "print-link")
  private boolean print;

  @Option(names = JsonFailure.OPTION, descriptionKey = "json-link")
  private boolean json;

  ConsoleCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    String link = link(settings);
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("url", link);
      screen.out().println(object);
      return 0;
    }
    if (print) {
      screen.out().println(link);
      return 0;
    }
    boolean opened = isOpened(toOpen(link, settings.controlSocket().getParent()));
    screen.say(opened ? "console.opened" : "console.open-yourself", link);
    return 0;
  }

  /**
   * All users can read what a program is started with. Where the console cannot tell whose a
   * connection is, the browser gets a page that only this user can read, and that leads to the
   * link.
   */
  private static String toOpen(String link, Path folder) throws IOException {
    if (Files.exists(CONNECTIONS)) {
      return link;
    }
    Path page = folder.resolve("console.html");
    Files.deleteIfExists(page);
    Files.createFile(
        page, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        page,
        "<!DOCTYPE html><meta charset=\"utf-8\"><title>Sealpost</title>"
            + "<meta http-equiv=\"refresh\" content=\"0; url="
            + link
            + "\">");
    return page.toUri().toString();
  }

  private static String link(Settings settings)
      throws IOException, InterruptedException, CommandFailed {
    Optional<ControlClient> proxy = ControlClient.connect(settings.controlSocket());
    if (proxy.isEmpty()) {
      throw new CommandFailed("console.no-proxy", settings.controlSocket());
    }
    try (ControlClient client = proxy.get()) {
      Optional<String> link = client.consoleLink();
      if (link.isEmpty()) {
        throw new CommandFailed("console.off");
      }
      return link.get();
    }
  }

  /** By the desktop's own program; false where there is none, or no desktop. */
  private static boolean isOpened(String link) throws InterruptedException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    List<String> command =
        system.contains("mac")
            ? List.of("open", link)
            : system.contains("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", link)
                : List.of("xdg-open", link);
    try {
      Process opener =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return !opener.waitFor(3, TimeUnit.SECONDS) || opener.exitValue() == 0;
    } catch (IOException e) {
      LOG.debug("no program opens links", e);
      return false;
    }
  }
}
