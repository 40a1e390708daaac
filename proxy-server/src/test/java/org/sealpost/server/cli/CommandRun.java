package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sealpost.server.Surroundings;

/** The command run within the test, for a user whose home is {@code home}. */
record CommandRun(int status, String out, String err) {
  static CommandRun of(Path home, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Screen screen =
        new Screen(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    int status = Sealpost.execute(screen, new Surroundings(home, Map.of()), arguments);
    return new CommandRun(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** The output as JSON, an object a line. */
  List<JsonObject> jsonLines() {
    return out.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }

  /** The output as a JSON array of objects. */
  List<JsonObject> json() {
    return JsonParser.parseString(out).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}
