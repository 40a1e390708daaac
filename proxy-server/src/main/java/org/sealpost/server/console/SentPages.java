package org.sealpost.server.console;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentSearch;
import org.sealpost.journal.SentSearch.Which;

/** The mails that were sent or refused. */
final class SentPages implements Section {
  /** A mail client that goes on trying does so for days. */
  private static final int MOST_TRIES = 50;

  private final ConsoleParts parts;

  SentPages(ConsoleParts parts) {
    this.parts = parts;
  }

  @Override
  public void addTo(Routes routes) {
    routes.get("/mails/sent", this::list).get("/mails/sent/mail", this::one);
  }

  private Response list(Request request) {
    String which = request.parameter("which").orElse("");
    String text = request.parameter("text").orElse("").strip();
    int number = Paging.number(request);
    List<SentMail> found =
        parts
            .sentMails()
            .find(new SentSearch(which(which), text), number * Paging.SIZE, Paging.SIZE + 1);
    SentList list =
        new SentList(
            SentWords.token(which(which)),
            text,
            link(which, text, number),
            Paging.page(found).stream().map(SentList.Row::of).toList(),
            Paging.of(number, found, page -> link(which, text, page)));
    return new Response.View(request.fragment() ? "sentList" : "sent", list);
  }

  private static Which which(String name) {
    return Arrays.stream(Which.values())
        .filter(it -> SentWords.token(it).equals(name))
        .findFirst()
        .orElse(Which.ALL);
  }

  private static String link(String which, String text, int page) {
    return Links.to("/mails/sent", "which", which, "text", text, "page", Paging.written(page));
  }

  private Response one(Request request) {
    String id = request.parameter("id").orElse("");
    List<SentMail> tries =
        Links.number(request.parameter("time"))
            .map(time -> parts.sentMails().of(id, Instant.ofEpochMilli(time), MOST_TRIES))
            .orElseGet(() -> parts.sentMails().of(id, MOST_TRIES));
    return tries.isEmpty()
        ? new Response.SeeOther("/mails/sent")
        : new Response.View("sentMail", SentDetails.of(tries.getFirst().messageId(), tries));
  }
}
