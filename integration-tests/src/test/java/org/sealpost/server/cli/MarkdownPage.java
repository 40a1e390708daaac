package org.sealpost.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A page in Markdown, as far as its readers can be misled: its headings, links and code.
 *
 * @param file where it lies
 * @param prose the lines that are not in blocks of code
 * @param blocks the blocks of code
 */
record MarkdownPage(Path file, List<String> prose, List<Block> blocks) {
  private static final String FENCE = "```";
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.+?)$");
  private static final Pattern LINK = Pattern.compile("\\[[^\\[\\]]*\\]\\(([^()\\s]+)\\)");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

  /**
   * A block of code.
   *
   * @param language as it says, or nothing
   */
  record Block(String language, List<String> lines) {}

  static MarkdownPage read(Path file) throws IOException {
    List<String> prose = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(file)) {
      if (line.strip().startsWith(FENCE)) {
        inside = !inside;
        if (inside) {
          blocks.add(new Block(line.strip().substring(FENCE.length()), new ArrayList<>()));
        }
      } else if (inside) {
        blocks.getLast().lines().add(line);
      } else {
        prose.add(line);
      }
    }
    return new MarkdownPage(file, prose, blocks);
  }

  /** What a link can name behind its {@code #}, as GitHub makes it of the headings. */
  List<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    List<String> anchors = new ArrayList<>();
    for (String line : prose) {
      HEADING
          .matcher(line)
          .results()
          .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
          .map(heading -> heading.replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", ""))
          .map(heading -> heading.replace(' ', '-'))
          .forEach(
              anchor -> {
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
              });
    }
    return anchors;
  }

  /** Where its links lead that are not to other hosts. */
  List<String> links() {
    return prose.stream()
        .flatMap(line -> LINK.matcher(SPAN.matcher(line).replaceAll("")).results())
        .map(link -> link.group(1))
        .filter(target -> !target.matches("[a-z]+:.*"))
        .toList();
  }

  /** What stands in backticks within the text. */
  List<String> spans() {
    return spans(prose);
  }

  /** The same of the lines between two comments. */
  List<String> spansOf(String section) {
    int begin = prose.indexOf("<!-- " + section + " -->");
    int end = prose.indexOf("<!-- /" + section + " -->");
    return begin < 0 ? List.of() : spans(prose.subList(begin, end));
  }

  private static List<String> spans(List<String> lines) {
    return lines.stream()
        .flatMap(line -> SPAN.matcher(line).results())
        .map((MatchResult span) -> span.group(1))
        .toList();
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
