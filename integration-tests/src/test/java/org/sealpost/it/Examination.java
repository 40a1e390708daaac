package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.sealpost.harness.Installation;
import org.sealpost.harness.SealpostCommand;

/**
 * What {@code sealpost doctor} found.
 *
 * @param status its exit status
 */
record Examination(int status, List<Found> findings) {
  /** One line of it. */
  record Found(String check, String subject, String state, String detail, String mend) {
    static Found of(JsonObject object) {
      return new Found(
          object.get("check").getAsString(),
          object.get("subject").getAsString(),
          object.get("state").getAsString(),
          object.get("detail").getAsString(),
          object.get("mend").getAsString());
    }
  }

  /** Has the doctor look. */
  static Examination of(Installation side) throws Exception {
    SealpostCommand.Result run = side.run("doctor", "--json");
    assertThat(run.errors()).isEmpty();
    return new Examination(
        run.status(),
        JsonParser.parseString(run.output()).getAsJsonArray().asList().stream()
            .map(JsonElement::getAsJsonObject)
            .map(Found::of)
            .toList());
  }

  Found only(String check) {
    List<Found> found = all(check);
    assertThat(found).as(check + " in " + findings).hasSize(1);
    return found.getFirst();
  }

  List<Found> all(String check) {
    return findings.stream().filter(each -> each.check().equals(check)).toList();
  }

  List<String> failed() {
    return findings.stream()
        .filter(each -> each.state().equals("failed"))
        .map(Found::check)
        .toList();
  }
}
