package org.sealpost.report;

import static org.sealpost.report.Html.element;

import java.util.ArrayList;
import java.util.List;
import org.sealpost.report.Html.Element;
import org.sealpost.trust.VerdictKind;

/** The drawn mark of a verdict: each has a shape of its own, so that colour says nothing alone. */
final class StateMark {
  private static final String CIRCLE = "M24 3a21 21 0 1 0 0 42a21 21 0 1 0 0-42z";
  private static final String TRIANGLE = "M24 4.5L46 43.5H2z";
  private static final String DIAMOND = "M24 2L46 24L24 46L2 24z";
  private static final String OCTAGON = "M15.3 3h17.4L45 15.3v17.4L32.7 45H15.3L3 32.7V15.3z";
  private static final String SHIELD = "M24 3l18 6v14c0 11-7.5 18.5-18 22C13.5 41.500 6 34 6 23V9z";
  private static final String SQUARE =
      "M9 4h30a5 5 0 0 1 5 5v30a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5V9a5 5 0 0 1 5-5z";

  private static final String CHECK = "M14.500 24.500l6.500 6.500l13-14";
  private static final String CROSS = "M16.500 16.500l15 15M31.500 16.500l-15 15";
  private static final String EXCLAMATION = "M24 19v12M24 36.500v0.500";
  private static final String QUESTION =
      "M19.500 22a4.500 4.500 0 1 1 6.800 4c-1.600 0.900-2.300 1.800-2.300 4M24 36v0.500";
  private static final String UNEQUAL = "M15 20h18M15 28h18M28.500 14l-9 20";
  private static final String DASH = "M15 24h18";
  private static final String LOCK = "M15.500 23h17v12h-17zM18.500 23v-5a5.500 5.500 0 0 1 11 0v5";

  private StateMark() {}

  /** A drawing of which screen readers say nothing: words stand beside it. */
  static Element of(VerdictKind kind) {
    return switch (kind) {
      case VALID -> drawing(CIRCLE, CHECK);
      case TRUSTED_BY_YOU -> drawing(SHIELD, CHECK);
      case UNCHECKED -> drawing(TRIANGLE, QUESTION);
      case NOT_THE_SENDER -> drawing(DIAMOND, UNEQUAL);
      case UNTRUSTED -> drawing(TRIANGLE, EXCLAMATION);
      case INVALID -> drawing(OCTAGON, CROSS);
      case UNSIGNED -> drawing(SQUARE, DASH);
      case UNKNOWN -> drawing(SQUARE, LOCK);
    };
  }

  /** The group of verdicts that have the same colour. */
  static String tone(VerdictKind kind) {
    return switch (kind) {
      case VALID, TRUSTED_BY_YOU -> "good";
      case UNCHECKED, UNTRUSTED, UNKNOWN -> "doubtful";
      case NOT_THE_SENDER, INVALID -> "bad";
      case UNSIGNED -> "plain";
    };
  }

  private static Element drawing(String shape, String sign) {
    List<Element> paths = new ArrayList<>();
    paths.add(element("path").with("class", "shape").with("d", shape));
    paths.add(element("path").with("class", "sign").with("d", sign));
    return element("svg", paths)
        .with("class", "mark")
        .with("viewBox", "0 0 48 48")
        .with("width", "48")
        .with("height", "48")
        .with("aria-hidden", "true")
        .with("focusable", "false");
  }
}
