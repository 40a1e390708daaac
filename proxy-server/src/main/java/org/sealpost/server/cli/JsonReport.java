package org.sealpost.server.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.nio.file.Path;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.trust.Verdict;

/**
 * One JSON object a line for each mail. What could not be opened is neither signed nor unsigned as
 * far as anybody knows: {@code verdict} says {@code not-opened} then, and {@code error} why. Where
 * a signature around what is encrypted was seen, it has that one's verdict.
 */
final class JsonReport implements OpenCommand.Report {
  private static final String NOT_OPENED = "not-opened";

  private final PrintStream out;

  JsonReport(PrintStream out) {
    this.out = out;
  }

  @Override
  public void opened(Path file, OpenedMail opened, OpenCommand.Written written) {
    JsonObject object = start(file);
    object.addProperty("encryption", written(opened.encryption()));
    object.addProperty("authenticated", opened.authenticated());
    object.addProperty("verdict", token(opened.verdict()));
    JsonArray signatures = new JsonArray();
    for (OpenedMail.SignatureFinding finding : opened.signatures()) {
      JsonObject signature = new JsonObject();
      signature.addProperty("verdict", finding.verdict().token());
      signature.addProperty("signer", finding.signer());
      signature.addProperty("reason", finding.reason().english());
      signatures.add(signature);
    }
    object.add("signatures", signatures);
    written.mail().ifPresent(path -> object.addProperty("opened", path.toString()));
    written.report().ifPresent(path -> object.addProperty("report", path.toString()));
    if (opened.encryption() instanceof OpenedMail.Encryption.Failed(Phrase reason)) {
      object.addProperty("error", reason.english());
    }
    out.println(object);
  }

  @Override
  public void notOpened(Path file, String problem) {
    JsonObject object = start(file);
    object.addProperty("encryption", "failed");
    object.addProperty("authenticated", false);
    object.addProperty("verdict", NOT_OPENED);
    object.add("signatures", new JsonArray());
    object.addProperty("error", problem);
    out.println(object);
  }

  @Override
  public void unreadable(Path file, String problem) {
    JsonObject object = start(file);
    object.addProperty("error", problem);
    out.println(object);
  }

  private static String token(Verdict verdict) {
    return verdict instanceof Verdict.Unknown ? NOT_OPENED : verdict.token();
  }

  private static JsonObject start(Path file) {
    JsonObject object = new JsonObject();
    object.addProperty("file", file.toString());
    return object;
  }

  private static String written(OpenedMail.Encryption encryption) {
    return switch (encryption) {
      case OpenedMail.Encryption.None() -> "none";
      case OpenedMail.Encryption.Decrypted _ -> "decrypted";
      case OpenedMail.Encryption.Failed _ -> "failed";
    };
  }
}
