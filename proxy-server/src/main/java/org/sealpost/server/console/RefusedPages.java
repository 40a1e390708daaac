package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealpost.failure.Words;
import org.sealpost.journal.RefusedMail;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;
import org.sealpost.journal.SentRefusal.Hindered;
import org.sealpost.permission.GivenPermission;
import org.sealpost.policy.Permission;
import org.sealpost.policy.SendPlan;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;

/** The mails that were not sent, and what to do about those that could not be encrypted. */
final class RefusedPages implements Section {
  private static final String PATH = "/refused";
  private static final int MOST_NAMED = 3;
  private static final Set<String> DONE = Set.of("allowed", "taken-back");

  private final ConsoleParts parts;

  RefusedPages(ConsoleParts parts) {
    this.parts = parts;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get(PATH, this::list)
        .post(PATH + "/allow", this::allow)
        .post(PATH + "/take-back", this::takeBack);
  }

  private Response list(Request request) {
    Instant now = parts.clock().instant();
    int number = Paging.number(request);
    List<RefusedMail> found = parts.sentMails().refused(number * Paging.SIZE, Paging.SIZE + 1);
    RefusedList list =
        new RefusedList(
            link(number),
            Paging.page(found).stream().map(it -> item(it, now)).toList(),
            Paging.of(number, found, RefusedPages::link),
            parts.permissions().all(now).stream().map(RefusedPages::given).toList(),
            request.parameter("done").filter(DONE::contains).map(it -> "refused.done." + it));
    return new Response.View(request.fragment() ? "refusedList" : "refused", list);
  }

  private static String link(int page) {
    return Links.to(PATH, "page", Paging.written(page));
  }

  private RefusedList.Item item(RefusedMail refused, Instant now) {
    SentMail mail = refused.mail();
    List<String> to = missing(mail);
    return new RefusedList.Item(
        mail.time(),
        PlainText.of(mail.account()),
        SentList.link(mail),
        PlainText.of(String.join(", ", to.stream().limit(MOST_NAMED).toList())),
        Math.max(0, to.size() - MOST_NAMED),
        SentWords.told(mail),
        mail.code() < 500,
        mail.refusal().map(refusal -> choice(mail.account(), refusal, now)),
        refused.sentLater());
  }

  /** Those who are in the way, or else whoever did not get it. */
  private static List<String> missing(SentMail mail) {
    return mail.refusal()
        .map(refusal -> refusal.obstacles().stream().map(Hindered::recipient).toList())
        .orElseGet(
            () ->
                mail.deliveries().stream()
                    .filter(delivery -> !SentWords.isThere(delivery.outcome()))
                    .flatMap(delivery -> delivery.recipients().stream())
                    .toList());
  }

  private RefusedList.Choice choice(String account, SentRefusal refusal, Instant now) {
    List<String> recipients = refusal.obstacles().stream().map(Hindered::recipient).toList();
    return new RefusedList.Choice(
        SentWords.cause(refusal),
        SentDetails.Obstacle.of(refusal),
        recipients,
        refusal.permissible(),
        refusal.permissible() && isAllowed(account, refusal, recipients, now),
        refusal.cause() == SendPlan.Refuse.Cause.NOT_ASKED,
        refusal.signOnly(),
        SendPlan.Refuse.arguments(recipients));
  }

  private boolean isAllowed(
      String account, SentRefusal refusal, List<String> recipients, Instant now) {
    boolean askedByMail =
        switch (refusal.askedBy()) {
          case SUBJECT, FIELD, SENSITIVITY -> true;
          case ACCOUNT,
              DOMAIN_RULE,
              ADDRESS_RULE,
              CLIENT,
              CERTIFICATES,
              SPLIT,
              PERMISSION,
              RESENT ->
              false;
        };
    return recipients.stream()
        .allMatch(
            recipient ->
                parts.permissions().of(account, recipient, now).stream()
                    .anyMatch(it -> it.counts(askedByMail, now)));
  }

  private static RefusedList.Given given(GivenPermission it) {
    return new RefusedList.Given(
        PlainText.of(it.recipient()),
        it.account().map(PlainText::of).orElse(""),
        it.permission().given(),
        it.permission().until());
  }

  private Response allow(Request request) {
    List<String> recipients = request.form().getOrDefault("recipient", List.of());
    if (recipients.isEmpty() || hasOtherThanAddresses(recipients) || !isOwn(account(request))) {
      return notAnAddress(request);
    }
    Instant now = parts.clock().instant();
    Optional<Instant> until =
        request.field("term").filter("for-good"::equals).isPresent()
            ? Optional.empty()
            : Optional.of(now.plus(Permission.USUAL));
    for (String recipient : recipients) {
      parts.permissions().allow(account(request), recipient, now, until);
    }
    return new Response.SeeOther(Links.to(PATH, "done", "allowed"));
  }

  private Response takeBack(Request request) {
    List<String> recipients = request.form().getOrDefault("recipient", List.of());
    if (recipients.size() != 1) {
      return notAnAddress(request);
    }
    Instant now = parts.clock().instant();
    Optional<String> account = account(request);
    String recipient = recipients.getFirst();
    boolean given =
        parts.permissions().all(now).stream()
            .anyMatch(it -> it.recipient().equals(recipient) && it.account().equals(account));
    if (!given) {
      return new Response.SeeOther(PATH);
    }
    parts.permissions().takeBack(account, recipient, now);
    return new Response.SeeOther(Links.to(PATH, "done", "taken-back"));
  }

  private static boolean hasOtherThanAddresses(List<String> recipients) {
    return recipients.stream().anyMatch(it -> MailAddress.normalise(it).isEmpty());
  }

  /** Whether it is an account of this user's, or none, which means all. */
  private boolean isOwn(Optional<String> account) {
    return account.isEmpty()
        || parts.settings().accounts().stream()
            .anyMatch(it -> it.account().address().equalsIgnoreCase(account.get()));
  }

  private static Response notAnAddress(Request request) {
    Words words = Words.beside(RefusedPages.class, request.language());
    return new Response.Trouble(422, words.text("refused.not-an-address"));
  }

  private static Optional<String> account(Request request) {
    return request.field("account").filter(account -> !account.isEmpty());
  }
}
