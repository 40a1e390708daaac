package org.sealpost.server.cli;

import com.google.gson.JsonArray;
import java.util.List;

/** What the commands' JSON shares. */
final class Json {
  private Json() {}

  static JsonArray list(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
