package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import org.sealpost.verdicts.KeptMail;

/** The mails that were opened, with what was found. */
final class ReceivedPages implements Section {
  /** Mails that claim one Message-ID; a stranger can send any number of them. */
  private static final int MOST_OF_ONE = 20;

  private final ConsoleParts parts;

  ReceivedPages(ConsoleParts parts) {
    this.parts = parts;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/mails", this::list)
        .get("/mails/received", this::list)
        .get("/mails/received/mail", this::one);
  }

  private Response list(Request request) {
    String text = request.parameter("text").orElse("").strip();
    int number = Paging.number(request);
    List<KeptMail> found = parts.history().find(text, number * Paging.SIZE, Paging.SIZE + 1);
    ReceivedList list =
        new ReceivedList(
            text,
            link(text, number),
            Paging.page(found).stream().map(ReceivedList.Row::of).toList(),
            Paging.of(number, found, page -> link(text, page)));
    return new Response.View(request.fragment() ? "receivedList" : "received", list);
  }

  private static String link(String text, int page) {
    return Links.to("/mails/received", "text", text, "page", Paging.written(page));
  }

  private Response one(Request request) {
    List<KeptMail> mails = found(request);
    if (mails.isEmpty()) {
      return new Response.SeeOther("/mails/received");
    }
    ReceivedDetails details =
        new ReceivedDetails(
            Links.to(
                "/mails/received/mail",
                "id",
                request.parameter("id").orElse(""),
                "opened",
                request.parameter("opened").orElse("")),
            mails.stream().map(mail -> VerdictView.of(mail, parts.history())).toList());
    return new Response.View(request.fragment() ? "receivedFound" : "receivedMail", details);
  }

  private List<KeptMail> found(Request request) {
    String id = request.parameter("id").orElse("");
    return Links.number(request.parameter("opened"))
        .map(seconds -> parts.history().of(id, Instant.ofEpochSecond(seconds), MOST_OF_ONE))
        .orElseGet(() -> parts.history().of(id, MOST_OF_ONE));
  }
}
