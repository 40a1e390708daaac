package org.sealpost.server.console;

import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.jdbi.v3.core.JdbiException;
import org.sealpost.card.api.CardException;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.store.StoreException;
import org.sealpost.store.StoreTrouble;
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
      case CardException e -> new Response.Trouble(503, e.getMessage());
      case Failure e -> new Response.Trouble(422, e.text());
      case StoreException e ->
          new Response.Trouble(503, words.text("trouble.store", e.getMessage()));
      case JdbiException e ->
          new Response.Trouble(503, words.text("trouble.store", StoreTrouble.of(e)));
      case IOException e ->
          new Response.Trouble(
              500,
              words.text("trouble.file", Objects.requireNonNullElse(e.getMessage(), e.toString())));
      default -> {
        LOG.warn("a page was not made", failure);
        yield new Response.Trouble(500, words.text("trouble.unexpected"));
      }
    };
  }
}
