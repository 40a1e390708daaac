package org.sealpost.server.notice;

import org.sealpost.trust.PlainText;

/**
 * What the user is to be told. Plain text: whoever shows it must escape it where markup is read.
 *
 * @param key what it is about; the same thing is not told twice within minutes
 * @param title a few words
 * @param body a sentence or more
 * @param onceShown done when the desktop has taken it
 */
record Notice(NoticeKind kind, String key, String title, String body, Runnable onceShown) {
  /** Line ends, control characters and direction marks become blanks, and it is cut to a length. */
  Notice {
    title = PlainText.of(title);
    body = PlainText.of(body);
  }

  Notice(NoticeKind kind, String key, String title, String body) {
    this(kind, key, title, body, () -> {});
  }
}
