package org.sealpost.server.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentDelivery.Outcome;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;
import org.sealpost.journal.SentRefusal.Hindered;
import org.sealpost.policy.SendPlan;
import org.sealpost.trust.PlainText;

/** Sent mails for people, in their language and time zone. */
final class SentText {
  private static final int LABEL_WIDTH = 14;
  private static final int LISTED_RECIPIENTS = 3;

  private final PrintStream out;
  private final Words words;

  SentText(PrintStream out, Words words) {
    this.out = out;
    this.words = words;
  }

  /** A line for each mail. */
  void list(List<SentMail> mails) {
    if (mails.isEmpty()) {
      out.println(words.text("sent.none"));
      return;
    }
    Table table =
        new Table(words, "", "sent-time", "result", "recipients", "protection", "message-id");
    for (SentMail mail : mails) {
      table.row(
          Table.time(mail.time()), result(mail), recipients(mail), protection(mail), id(mail));
    }
    table.print(out);
  }

  private String result(SentMail mail) {
    boolean some = mail.deliveries().stream().anyMatch(SentText::isThere);
    String key = mail.code() < 500 ? "later" : "refused";
    return words.text("sent.result." + (mail.isSent() ? "sent" : some ? "partly" : key));
  }

  private static boolean isThere(SentDelivery delivery) {
    return delivery.outcome() == Outcome.ACCEPTED || delivery.outcome() == Outcome.ACCEPTED_BEFORE;
  }

  private String recipients(SentMail mail) {
    List<String> all =
        mail.deliveries().stream().flatMap(delivery -> delivery.recipients().stream()).toList();
    String first = String.join(", ", all.subList(0, Math.min(LISTED_RECIPIENTS, all.size())));
    int more = all.size() - LISTED_RECIPIENTS;
    return more > 0 ? words.text("sent.and-more", first, more) : first;
  }

  private String protection(SentMail mail) {
    return mail.plan()
        .map(
            plan ->
                words.text(
                    "sent.protection."
                        + (plan.signed() ? "signed" : "unsigned")
                        + (plan.openBy().isPresent()
                            ? "-split"
                            : plan.encrypted() ? "-encrypted" : "")))
        .orElse("-");
  }

  /** All that is known of each try. */
  void print(List<SentMail> mails) {
    String gap = "";
    for (SentMail mail : mails) {
      out.print(gap);
      gap = System.lineSeparator();
      print(mail);
    }
  }

  private void print(SentMail mail) {
    row("message-id", id(mail));
    row("account", mail.account());
    row("time", Table.time(mail.time()));
    row("size", words.text("sent.bytes", mail.size()));
    mail.plan()
        .ifPresent(
            plan -> {
              row("signed", decided(plan.signed(), plan.signedBy().words()));
              row("encrypted", decided(plan.encrypted(), plan.encryptedBy().words()));
            });
    row("told", mail.code() + " " + words.told(mail.reply()));
    mail.refusal().ifPresent(this::print);
    for (SentDelivery delivery : mail.deliveries()) {
      line(
          words.text(
              "sent.outcome." + token(delivery.outcome()),
              String.join(", ", delivery.recipients())));
      mail.plan()
          .flatMap(SentMail.Plan::openBy)
          .flatMap(by -> delivery.encrypted().map(it -> words.text(key(it), by.words())))
          .ifPresent(this::line);
      if (delivery.again()) {
        line(words.text("sent.again"));
      }
      if (!delivery.reply().isEmpty()) {
        line(words.text("sent.reply", delivery.reply()));
      }
    }
  }

  private static String key(boolean encrypted) {
    return encrypted ? "sent.copy.encrypted" : "sent.copy.open";
  }

  private void print(SentRefusal refusal) {
    row("refused", words.text("sent.cause." + token(refusal.cause()), refusal.askedBy().words()));
    for (Hindered it : refusal.obstacles()) {
      line(words.text("sent.obstacle." + token(it.kind()), it.recipient(), it.reason()));
    }
    if (refusal.permissible()) {
      List<String> all = refusal.obstacles().stream().map(Hindered::recipient).toList();
      line(words.text("sent.way-out.allow", SendPlan.Refuse.arguments(all)));
    }
    refusal.signOnly().ifPresent(it -> line(words.text("sent.way-out.sign-only", it)));
  }

  private static String token(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String decided(boolean done, Phrase why) {
    return words.text(done ? "sent.yes" : "sent.no", why);
  }

  private void row(String label, String text) {
    String name = words.text("sent.label." + label);
    String gap = " ".repeat(Math.max(1, LABEL_WIDTH - DisplayWidth.of(name)));
    out.println((name + gap + PlainText.of(text)).stripTrailing());
  }

  private void line(String text) {
    out.println("  " + PlainText.of(text));
  }

  private String id(SentMail mail) {
    return mail.messageId().isEmpty()
        ? words.text("sent.no-message-id")
        : "<" + mail.messageId() + ">";
  }
}
