package org.sealpost.server.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request past the gate to its handler, and writes the answer. Thread-safe. */
final class Exchanges implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
          + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final Gate gate;
  private final Routes routes;
  private final Views views;
  private final Assets assets;
  private final LiveEvents live;
  private final SpoolFactory spools;

  Exchanges(
      Gate gate, Routes routes, Views views, Assets assets, LiveEvents live, SpoolFactory spools) {
    this.gate = gate;
    this.routes = routes;
    this.views = views;
    this.assets = assets;
    this.live = live;
    this.spools = spools;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      protect(exchange.getResponseHeaders());
      serve(exchange);
    } catch (IOException e) {
      LOG.debug("a browser went away", e);
    } catch (RuntimeException e) {
      LOG.warn("a page was not made", e);
      throw e;
    }
  }

  private static void protect(Headers headers) {
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  private void serve(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String path = exchange.getRequestURI().getPath();
    Locale language = Languages.of(headers);
    boolean reads = exchange.getRequestMethod().equals("GET");
    if (!gate.isOurHost(headers)) {
      refuse(exchange, 421, "refused.host", language);
    } else if (reads && path.equals("/enter")) {
      enter(exchange, language);
    } else if (!gate.admits(headers)) {
      refuse(exchange, 403, "refused.session", language);
    } else if (!reads && !exchange.getRequestMethod().equals("POST")) {
      refuse(exchange, 405, "refused.request", language);
    } else if (!reads && !gate.isFromOurPage(headers)) {
      refuse(exchange, 403, "refused.origin", language);
    } else if (reads && assets.find(path).isPresent()) {
      write(exchange, assets.find(path).get());
    } else if (reads && path.equals("/events")) {
      stream(exchange, language);
    } else {
      answer(exchange, path, language);
    }
  }

  private void enter(HttpExchange exchange, Locale language) throws IOException {
    Optional<String> cookie;
    try {
      cookie =
          query(exchange).getOrDefault("link", List.of()).stream().findFirst().flatMap(gate::enter);
    } catch (Forms.BadRequestException _) {
      cookie = Optional.empty();
    }
    if (cookie.isEmpty() && !gate.admits(exchange.getRequestHeaders())) {
      refuse(exchange, 403, "refused.link", language);
      return;
    }
    cookie.ifPresent(it -> exchange.getResponseHeaders().add("Set-Cookie", it));
    seeOther(exchange, "/");
  }

  private void answer(HttpExchange exchange, String path, Locale language) throws IOException {
    Optional<Routes.Handler> handler = routes.find(exchange.getRequestMethod(), path);
    if (path.equals("/language") && exchange.getRequestMethod().equals("POST")) {
      switchLanguage(exchange);
    } else if (handler.isEmpty()) {
      refuse(exchange, 404, "refused.unknown", language);
    } else {
      answer(exchange, path, language, handler.get());
    }
  }

  private void answer(HttpExchange exchange, String path, Locale language, Routes.Handler handler)
      throws IOException {
    boolean fragment = exchange.getRequestHeaders().containsKey("HX-Request");
    try (Forms forms = forms(exchange)) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              path,
              query(exchange),
              forms.fields(),
              forms.upload().map(Content.class::cast),
              language,
              fragment);
      Response response;
      try {
        response = handler.handle(request);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception e) {
        response = Troubles.response(e, language);
      }
      write(exchange, response, new Frame(language, path));
    } catch (Forms.BadRequestException _) {
      refuse(exchange, 400, "refused.request", language);
    }
  }

  private Forms forms(HttpExchange exchange) throws IOException, Forms.BadRequestException {
    if (!exchange.getRequestMethod().equals("POST")) {
      return Forms.none();
    }
    String type =
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"), "");
    return Forms.read(type, exchange.getRequestBody(), spools);
  }

  private void switchLanguage(HttpExchange exchange) throws IOException {
    try (Forms forms = forms(exchange)) {
      String tag = forms.fields().getOrDefault("language", List.of("")).getFirst();
      exchange.getResponseHeaders().add("Set-Cookie", Languages.cookie(tag));
      String back = forms.fields().getOrDefault("back", List.of("/")).getFirst();
      seeOther(exchange, routes.knows(back) ? back : "/");
    } catch (Forms.BadRequestException _) {
      refuse(exchange, 400, "refused.request", Languages.of(exchange.getRequestHeaders()));
    }
  }

  private static Map<String, List<String>> query(HttpExchange exchange)
      throws Forms.BadRequestException {
    return Forms.urlEncoded(Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
  }

  private void write(HttpExchange exchange, Response response, Frame frame) throws IOException {
    switch (response) {
      case Response.View(int status, String template, Object model) ->
          write(exchange, status, views.render(template, frame, model));
      case Response.SeeOther(String path) -> seeOther(exchange, path);
      case Response.Trouble(int status, String words) ->
          write(exchange, status, views.render("trouble", frame, words));
      case Response.Download(String name, String type, Response.Body body) -> {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange
            .getResponseHeaders()
            .set("Content-Disposition", "attachment; filename=\"" + name + "\"");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
          body.writeTo(out);
        }
      }
    }
  }

  private static void write(HttpExchange exchange, int status, Views.Rendered page)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(status, page.size());
    try (OutputStream out = exchange.getResponseBody()) {
      page.writeTo(out);
    }
  }

  private static void write(HttpExchange exchange, Assets.Asset asset) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", asset.type());
    exchange.sendResponseHeaders(200, asset.bytes().length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(asset.bytes());
    }
  }

  private void stream(HttpExchange exchange, Locale language) throws IOException {
    if (live.isFull()) {
      refuse(exchange, 503, "refused.busy", language);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      live.stream(out);
    }
  }

  /** Plain text, without a page: whoever is refused is to learn nothing, not even our looks. */
  private static void refuse(HttpExchange exchange, int status, String key, Locale language)
      throws IOException {
    byte[] words =
        (Words.beside(Exchanges.class, language).text(key) + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set("Content-Language", language.toLanguageTag());
    exchange.sendResponseHeaders(status, words.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(words);
    }
  }

  private static void seeOther(HttpExchange exchange, String path) throws IOException {
    exchange.getResponseHeaders().set("Location", path);
    exchange.sendResponseHeaders(303, -1);
  }
}
