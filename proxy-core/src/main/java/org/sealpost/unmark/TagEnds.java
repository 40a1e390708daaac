package org.sealpost.unmark;

/**
 * Where the tags and comments of a text end. What was looked through is not looked through again,
 * as many tags without an end as there are. For one text, which does not change; for one thread.
 */
final class TagEnds {
  private static final int LONGEST = 4000;
  private static final String COMMENT = "<!--";

  private final Search tags = new Search(">");
  private final Search comments = new Search("-->");

  /** Where what begins here ends; -1 if it does not within the limit. */
  int of(CharSequence text, int start, int limit) {
    int last = Math.min(limit, start + LONGEST);
    boolean comment =
        start + COMMENT.length() <= limit
            && COMMENT.contentEquals(text.subSequence(start, start + COMMENT.length()));
    int end = comment ? comments.after(text, start + COMMENT.length(), last) : -1;
    return end >= 0 ? end : tags.after(text, start + 1, last);
  }

  private static final class Search {
    private final String wanted;

    /** Nothing begins in between. */
    private int from;

    private int to;

    Search(String wanted) {
      this.wanted = wanted;
    }

    int after(CharSequence text, int start, int last) {
      if (start < from || start > to) {
        from = start;
        to = start;
      }
      while (to + wanted.length() <= last && !isAt(text)) {
        to++;
      }
      return to + wanted.length() <= last ? to + wanted.length() : -1;
    }

    private boolean isAt(CharSequence text) {
      for (int i = 0; i < wanted.length(); i++) {
        if (text.charAt(to + i) != wanted.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }
}
