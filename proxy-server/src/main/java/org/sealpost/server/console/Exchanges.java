package org.sealpost.server.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.session.Loan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request past the gate to its handler, and writes the answer. Thread-safe. */
final class Exchanges implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);

  private final Gate gate;
  private volatile Supplier<Loan<Routes>> lender;
  private final Answers answers;
  private final Assets assets;
  private final LiveEvents live;
  private final Watchers watchers;
  private final SpoolFactory spools;

  Exchanges(
      Gate gate,
      Supplier<Loan<Routes>> lender,
      Answers answers,
      Assets assets,
      LiveEvents live,
      Watchers watchers,
      SpoolFactory spools) {
    this.gate = gate;
    this.lender = lender;
    this.answers = answers;
    this.watchers = watchers;
    this.assets = assets;
    this.live = live;
    this.spools = spools;
  }

  /** Goes by what this lends from the next request on. */
  void follow(Supplier<Loan<Routes>> next) {
    lender = next;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answers.protect(exchange.getResponseHeaders());
      serve(exchange);
    } catch (IOException e) {
      LOG.debug("a browser went away", e);
    } catch (RuntimeException e) {
      LOG.warn("a page was not made", e);
      throw e;
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String path = Objects.requireNonNullElse(exchange.getRequestURI().getPath(), "");
    Locale language = Languages.of(headers);
    boolean reads = exchange.getRequestMethod().equals("GET");
    if (watchers.admits(exchange, path)) {
      watchers.answer(exchange, path);
    } else if (!gate.isOurHost(exchange)) {
      Answers.refuse(exchange, 421, "refused.host", language);
    } else if (gate.isForeign(exchange)) {
      Answers.refuse(exchange, 403, "refused.user", language);
    } else if (reads && path.equals("/enter")) {
      enter(exchange, language);
    } else if (reads && assets.find(path).isPresent()) {
      Assets.Asset asset = assets.find(path).get();
      Answers.octets(exchange, 200, asset.type(), asset.bytes());
    } else if (!gate.admits(headers)) {
      Answers.refuse(exchange, 403, "refused.session", language);
    } else if (!reads && !exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "GET, POST");
      Answers.refuse(exchange, 405, "refused.request", language);
    } else if (!reads && !gate.isFromOurPage(headers)) {
      Answers.refuse(exchange, 403, "refused.origin", language);
    } else if (reads && path.equals("/events")) {
      stream(exchange, language);
    } else if (reads && Watchers.isOne(path)) {
      watchers.answer(exchange, path);
    } else {
      try (Loan<Routes> routes = lender.get()) {
        answer(exchange, path, language, routes.value());
      }
    }
  }

  /**
   * Answers with a page that leads on, rather than with a redirection: after one that another
   * program or site began, the browser would keep the new cookie back (SameSite=Strict).
   */
  private void enter(HttpExchange exchange, Locale language) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    Optional<String> cookie;
    try {
      cookie =
          query(exchange).getOrDefault("link", List.of()).stream()
              .findFirst()
              .flatMap(link -> gate.enter(link, headers));
    } catch (Forms.BadRequestException _) {
      cookie = Optional.empty();
    }
    if (cookie.isEmpty() && !gate.admits(headers)) {
      Answers.refuse(exchange, 403, "refused.link", language);
      return;
    }
    cookie.ifPresent(it -> exchange.getResponseHeaders().add("Set-Cookie", it));
    answers.write(exchange, new Response.View("enter", ""), new Frame(language, "/"));
  }

  private void leave(HttpExchange exchange, Locale language) throws IOException {
    exchange.getResponseHeaders().add("Set-Cookie", gate.leave(exchange.getRequestHeaders()));
    answers.write(exchange, new Response.View("left", ""), new Frame(language, "/"));
  }

  private void answer(HttpExchange exchange, String path, Locale language, Routes routes)
      throws IOException {
    Optional<Routes.Handler> handler = routes.find(exchange.getRequestMethod(), path);
    boolean post = exchange.getRequestMethod().equals("POST");
    if (post && path.equals("/language")) {
      switchLanguage(exchange, routes);
    } else if (post && path.equals("/leave")) {
      leave(exchange, language);
    } else if (handler.isEmpty()) {
      Answers.refuse(exchange, 404, "refused.unknown", language);
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
      answers.write(exchange, fragment ? asPart(response) : response, new Frame(language, path));
    } catch (Forms.TooLargeException _) {
      tooLarge(exchange, fragment, new Frame(language, path));
    } catch (Forms.BadRequestException _) {
      Answers.refuse(exchange, 400, "refused.request", language);
    }
  }

  /** What is told within a page must not bring a whole one along. */
  private static Response asPart(Response response) {
    return response instanceof Response.Trouble(int status, String words)
        ? new Response.View(status, "toldPart", words)
        : response;
  }

  private void tooLarge(HttpExchange exchange, boolean fragment, Frame frame) throws IOException {
    String words = frame.text("refused.large", Forms.LARGEST_UPLOAD >> 20);
    Response response = new Response.Trouble(413, words);
    answers.write(exchange, fragment ? asPart(response) : response, frame);
  }

  private Forms forms(HttpExchange exchange) throws IOException, Forms.BadRequestException {
    if (!exchange.getRequestMethod().equals("POST")) {
      return Forms.none();
    }
    String type =
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"), "");
    return Forms.read(type, exchange.getRequestBody(), spools);
  }

  private void switchLanguage(HttpExchange exchange, Routes routes) throws IOException {
    try (Forms forms = forms(exchange)) {
      String tag = forms.fields().getOrDefault("language", List.of("")).getFirst();
      exchange.getResponseHeaders().add("Set-Cookie", Languages.cookie(tag));
      String back = forms.fields().getOrDefault("back", List.of("/")).getFirst();
      Answers.seeOther(exchange, routes.knows(back) ? back : "/");
    } catch (Forms.BadRequestException _) {
      Answers.refuse(exchange, 400, "refused.request", Languages.of(exchange.getRequestHeaders()));
    }
  }

  private static Map<String, List<String>> query(HttpExchange exchange)
      throws Forms.BadRequestException {
    return Forms.urlEncoded(Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
  }

  private void stream(HttpExchange exchange, Locale language) throws IOException {
    if (!live.take()) {
      Answers.refuse(exchange, 503, "refused.busy", language);
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        live.stream(out, () -> gate.isStillIn(exchange.getRequestHeaders()));
      }
    } finally {
      live.giveBack();
    }
  }
}
