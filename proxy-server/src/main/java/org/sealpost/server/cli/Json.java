package org.sealpost.server.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** What the commands' JSON shares. */
final class Json {
  private Json() {}

  static JsonArray list(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  /** Writes one array, with a line for each object. */
  static void printArray(PrintStream out, List<JsonObject> objects) {
    out.println(
        objects.isEmpty()
            ? "[]"
            : objects.stream()
                .map(JsonObject::toString)
                .collect(Collectors.joining(",\n ", "[", "]")));
  }
}
