package org.sealpost.server.console;

import java.io.IOException;
import java.util.Locale;
import org.jdbi.v3.core.JdbiException;
import org.sealpost.card.api.CardException;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;
import org.sealpost.store.StoreException;
import org.sealpost.store.StoreTrouble;
import org.sealpost.trust.PlainText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what stops a page into words. */
final class Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

  private Troubles() {}

  static Response response(Exception failure, Locale language) {
    LOG.debug("a page was not made", failure);
    Words words = Words.beside(Troubles.class, language);
    return switch (failure) {
      case CardException e -> new Response.Trouble(503, words(e, language));
      case Failure e -> new Response.Trouble(422, e.words().in(language));
      case StoreException e ->
          new Response.Trouble(503, words.text("trouble.store", Telling.of(e)));
      case JdbiException e ->
          new Response.Trouble(503, words.text("trouble.store", StoreTrouble.of(e)));
      case IOException e -> new Response.Trouble(500, words.text("trouble.file", Telling.of(e)));
      default -> {
        LOG.warn("a page was not made", failure);
        yield new Response.Trouble(500, words.text("trouble.unexpected"));
      }
    };
  }

  /** What the card or its agent would not do; what only they know is told in their own words. */
  static String words(CardException failure, Locale language) {
    Words words = Words.beside(Troubles.class, language);
    return switch (failure.error()) {
      case AGENT_UNREACHABLE -> words.text("card.trouble.unreachable");
      case TOKEN_ABSENT -> words.text("card.trouble.absent");
      case PIN_PENDING -> words.text("card.trouble.pending");
      case PIN_CANCELLED -> words.text("card.trouble.cancelled");
      case PIN_WRONG -> words.text("card.trouble.wrong");
      case PIN_BLOCKED -> words.text("card.trouble.blocked");
      case PIN_FINAL_TRY -> words.text("card.trouble.final-try");
      case NO_PROMPT -> words.text("card.trouble.no-prompt");
      case TIMEOUT -> words.text("card.trouble.timeout");
      case VERSION_MISMATCH, KEY_ABSENT, LOCKED, NOT_SUPPORTED, BAD_REQUEST, TOKEN_FAILED ->
          PlainText.of(failure.text(language));
    };
  }
}
