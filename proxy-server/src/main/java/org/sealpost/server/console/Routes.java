package org.sealpost.server.console;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which handler answers what. */
final class Routes {
  /** Answers one kind of request. Called by many threads at once. */
  @FunctionalInterface
  interface Handler {
    /**
     * Answers.
     *
     * @throws Exception what stops it; the user gets its words ({@link Troubles})
     */
    Response handle(Request request) throws Exception;
  }

  private final Map<String, Handler> gets = new TreeMap<>();
  private final Map<String, Handler> posts = new TreeMap<>();

  /** A page or a part of one. It changes nothing. */
  Routes get(String path, Handler handler) {
    gets.put(path, handler);
    return this;
  }

  /** Something to do. */
  Routes post(String path, Handler handler) {
    posts.put(path, handler);
    return this;
  }

  Optional<Handler> find(String method, String path) {
    return Optional.ofNullable((method.equals("POST") ? posts : gets).get(path));
  }

  /** Where something can be done. */
  Set<String> posts() {
    return posts.keySet();
  }

  boolean knows(String path) {
    return gets.containsKey(path) || posts.containsKey(path);
  }
}
