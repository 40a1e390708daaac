package org.sealpost.server.cli;

import com.google.gson.JsonObject;

/**
 * What a program that asked for JSON reads where a command fails before it has told anything: one
 * object with {@code error}, a sentence in English, and {@code status}, the exit status. After the
 * first result there is nothing to add: what was written is ended as it should be, and the exit
 * status says that it is not all.
 */
final class JsonFailure {
  static final String OPTION = "--json";

  private JsonFailure() {}

  static void print(Screen screen, String error, int status) {
    if (screen.told()) {
      return;
    }
    JsonObject object = new JsonObject();
    object.addProperty("error", error);
    object.addProperty("status", status);
    screen.out().println(object);
  }
}
