package org.sealpost.server.console;

import java.io.IOException;
import java.io.OutputStream;

/** What the browser gets. */
sealed interface Response {
  /**
   * A page, or a part of one.
   *
   * @param template its file in {@code src/main/jte}, without the ending
   * @param model its parameter {@code model}
   */
  record View(int status, String template, Object model) implements Response {
    View(String template, Object model) {
      this(200, template, model);
    }
  }

  /**
   * After something was done: the page that shows it (303, so that a reload does not do it again).
   */
  record SeeOther(String path) implements Response {}

  /** A file to save. */
  record Download(String name, String type, Body body) implements Response {}

  /** What cannot be done, told on a page: what happened, why, what to do. */
  record Trouble(int status, String words) implements Response {}

  /** Writes the octets of a file. */
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }
}
