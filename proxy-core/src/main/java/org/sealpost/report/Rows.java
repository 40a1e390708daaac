package org.sealpost.report;

import static org.sealpost.report.Html.element;
import static org.sealpost.report.Html.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sealpost.failure.Words;
import org.sealpost.report.Html.Element;
import org.sealpost.trust.PlainText;

/** A table of labels and what they stand for. For one thread. */
final class Rows {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter OFFSET =
      DateTimeFormatter.ofPattern(" 'UTC'xxx", Locale.ROOT);

  /** Four bytes with a colon after each. */
  private static final int DIGITS_TOGETHER = 12;

  private final Words words;
  private final ZoneId zone;
  private final List<Element> rows = new ArrayList<>();

  Rows(Words words, ZoneId zone) {
    this.words = words;
    this.zone = zone;
  }

  Rows row(String label, Html... value) {
    rows.add(
        element(
            "tr",
            element("th", words.text("label." + label)).with("scope", "row"),
            element("td", value)));
    return this;
  }

  /** Text from outside, which may be written from right to left. */
  Rows foreign(String label, String text) {
    return row(label, element("bdi", PlainText.of(text)));
  }

  Rows time(String label, Instant at) {
    return row(label, time(at, zone));
  }

  /** Digits to compare. A line may break between groups of them, and they are copied without. */
  Rows digits(String label, String digits) {
    List<Element> groups = new ArrayList<>();
    for (int at = 0; at < digits.length(); at += DIGITS_TOGETHER) {
      int end = Math.min(digits.length(), at + DIGITS_TOGETHER);
      groups.add(element("span", digits.substring(at, end)));
    }
    return row(label, element("code", groups).with("class", "digits"));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * The table.
   *
   * @param caption what it is about, for those who hear it
   */
  Element table(String caption) {
    return element(
        "table", element("caption", caption).with("class", "heard"), element("tbody", rows));
  }

  static Element time(Instant at, ZoneId zone) {
    return element("time", text(TIME.format(at.atZone(zone)) + OFFSET.format(at.atZone(zone))))
        .with("datetime", at.toString());
  }
}
