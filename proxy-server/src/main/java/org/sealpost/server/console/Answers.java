package org.sealpost.server.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.sealpost.failure.Words;

/** Writes answers. Stateless but for the templates; thread-safe. */
final class Answers {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
          + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** A file that a browser shows all the same, whatever is in it, can do nothing. */
  private static final String DOWNLOAD_POLICY = "sandbox; default-src 'none'";

  private static final String HTML = "text/html; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Views views;

  Answers(Views views) {
    this.views = views;
  }

  /** Tells the browser what it must not do with any answer. */
  static void protect(Headers headers) {
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    // Not no-referrer, with which forms would come without their origin (Fetch §3.2).
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  void write(HttpExchange exchange, Response response, Frame frame) throws IOException {
    switch (response) {
      case Response.View(int status, String template, Object model) ->
          page(exchange, status, views.render(template, frame, model));
      case Response.SeeOther(String path) -> seeOther(exchange, path);
      case Response.Trouble(int status, String words) ->
          page(exchange, status, views.render("trouble", frame, words));
      case Response.Download(String name, String type, Response.Body body) -> {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Disposition", FileNames.disposition(name));
        exchange.getResponseHeaders().set("Content-Security-Policy", DOWNLOAD_POLICY);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
          body.writeTo(out);
        }
      }
    }
  }

  private static void page(HttpExchange exchange, int status, Views.Rendered page)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", HTML);
    exchange.sendResponseHeaders(status, page.size());
    try (OutputStream out = exchange.getResponseBody()) {
      page.writeTo(out);
    }
  }

  /** Octets that are there already. */
  static void octets(HttpExchange exchange, int status, String type, byte[] octets)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(octets);
    }
  }

  /** Plain text, without a page: whoever is refused is to learn nothing, not even our looks. */
  static void refuse(HttpExchange exchange, int status, String key, Locale language)
      throws IOException {
    String words = Words.beside(Answers.class, language).text(key) + "\n";
    exchange.getResponseHeaders().set("Content-Language", language.toLanguageTag());
    octets(exchange, status, TEXT, words.getBytes(StandardCharsets.UTF_8));
  }

  static void seeOther(HttpExchange exchange, String path) throws IOException {
    exchange.getResponseHeaders().set("Location", path);
    exchange.sendResponseHeaders(303, -1);
  }
}
