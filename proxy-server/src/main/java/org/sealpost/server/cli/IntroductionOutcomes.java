package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.trust.PlainText;

/** Tells what became of each introduction: at once in the user's words, or at the end as JSON. */
final class IntroductionOutcomes {
  private final Screen screen;
  private final boolean json;
  private final List<JsonObject> objects = new ArrayList<>();
  private boolean allWell = true;

  IntroductionOutcomes(Screen screen, boolean json) {
    this.screen = screen;
    this.json = json;
  }

  void unneeded(String address) {
    add(address, "unneeded");
    say("introduce.unneeded", address);
  }

  void sent(String address) {
    add(address, "sent");
    say("introduce.sent", address);
  }

  void printed(String address, Path file) {
    String shown = PlainText.of(file.toString());
    add(address, "printed").addProperty("file", shown);
    say("introduce.printed", shown, address);
  }

  void refused(String address, String reply) {
    allWell = false;
    add(address, "refused").addProperty("reply", reply);
    if (!json) {
      screen.note(screen.text("introduce.refused", address, reply));
    }
  }

  private JsonObject add(String address, String outcome) {
    JsonObject object = new JsonObject();
    object.addProperty("address", address);
    object.addProperty("outcome", outcome);
    objects.add(object);
    return object;
  }

  private void say(String wording, Object... arguments) {
    if (!json) {
      screen.say(wording, arguments);
    }
  }

  /** To be called at the end, also where something failed. */
  void finish() {
    if (json) {
      Json.printArray(screen.out(), objects);
    }
  }

  /** Whether nothing was refused. */
  boolean allWell() {
    return allWell;
  }
}
