package org.sealpost.server.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;

/** Sent mails as JSON. The names of the fields do not change; others may come. */
final class SentJson {
  private SentJson() {}

  static void print(PrintStream out, List<SentMail> mails) {
    Json.printArray(out, mails.stream().map(SentJson::mail).toList());
  }

  private static JsonObject mail(SentMail mail) {
    JsonObject object = new JsonObject();
    object.addProperty("messageId", mail.messageId());
    object.addProperty("account", mail.account());
    object.addProperty("time", mail.time().toString());
    object.addProperty("size", mail.size());
    object.addProperty("code", mail.code());
    object.addProperty("reply", mail.reply().english());
    mail.plan()
        .ifPresent(
            plan -> {
              object.addProperty("signed", plan.signed());
              object.addProperty("signedBy", token(plan.signedBy()));
              object.addProperty("encrypted", plan.encrypted());
              object.addProperty("encryptedBy", token(plan.encryptedBy()));
              plan.openBy().ifPresent(it -> object.addProperty("openBy", token(it)));
            });
    mail.refusal().ifPresent(it -> object.add("refusal", refusal(it)));
    JsonArray deliveries = new JsonArray();
    mail.deliveries().forEach(delivery -> deliveries.add(delivery(delivery)));
    object.add("deliveries", deliveries);
    return object;
  }

  private static JsonObject refusal(SentRefusal refusal) {
    JsonObject object = new JsonObject();
    object.addProperty("cause", token(refusal.cause()));
    object.addProperty("askedBy", token(refusal.askedBy()));
    refusal.signOnly().ifPresent(it -> object.addProperty("signOnly", it));
    object.addProperty("permissible", refusal.permissible());
    JsonArray obstacles = new JsonArray();
    refusal.obstacles().forEach(it -> obstacles.add(obstacle(it)));
    object.add("obstacles", obstacles);
    return object;
  }

  private static JsonObject obstacle(SentRefusal.Hindered hindered) {
    JsonObject object = new JsonObject();
    object.addProperty("recipient", hindered.recipient());
    object.addProperty("kind", token(hindered.kind()));
    object.addProperty("reason", hindered.reason().english());
    return object;
  }

  private static JsonObject delivery(SentDelivery delivery) {
    JsonObject object = new JsonObject();
    object.add("recipients", Json.list(delivery.recipients()));
    object.addProperty("outcome", token(delivery.outcome()));
    object.addProperty("again", delivery.again());
    delivery.encrypted().ifPresent(it -> object.addProperty("encrypted", it));
    object.addProperty("reply", delivery.reply());
    return object;
  }

  private static String token(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
