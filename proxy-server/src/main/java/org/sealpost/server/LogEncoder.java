package org.sealpost.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * Writes each event as one line of fields: {@code time}, {@code level}, {@code source}, then {@code
 * event} and its own fields, or {@code msg}; {@code trace} where something was thrown. Whatever a
 * value holds, it neither ends its field nor its line. What an exception says may be somebody
 * else's words, so it is left out unless its logger is to tell all.
 */
final class LogEncoder extends EncoderBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

  private static final int MOST_FRAMES = 40;

  private final LogFormat format;
  private final Supplier<ZoneId> zone;

  /**
   * For events in this form.
   *
   * @param zone asked for with each event, and not before: the first answer takes a search of all
   *     libraries
   */
  LogEncoder(LogFormat format, Supplier<ZoneId> zone) {
    this.format = format;
    this.zone = zone;
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (format != LogFormat.JOURNAL) {
      fields.put("time", TIME.format(event.getInstant().atZone(zone.get())));
    }
    fields.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    fields.put("source", simple(event.getLoggerName()));
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    boolean structured = pairs != null && !pairs.isEmpty();
    fields.put(structured ? "event" : "msg", event.getFormattedMessage());
    if (structured) {
      pairs.forEach(pair -> fields.put(pair.key, pair.value));
    }
    if (event.getThrowableProxy() != null) {
      StringBuilder trace = new StringBuilder();
      appendTrace(trace, event.getThrowableProxy(), tellsAll(event));
      fields.put("trace", trace);
    }
    String line = format == LogFormat.JSON ? json(fields) : prefix(event) + logfmt(fields);
    return (line + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private static String simple(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static boolean tellsAll(ILoggingEvent event) {
    return LoggerFactory.getLogger(event.getLoggerName()) instanceof Logger logger
        && logger.isDebugEnabled();
  }

  private static void appendTrace(StringBuilder out, IThrowableProxy thrown, boolean withWords) {
    out.append(thrown.getClassName());
    if (withWords && thrown.getMessage() != null) {
      out.append(": ").append(thrown.getMessage());
    }
    StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
    int own = frames.length - thrown.getCommonFrames();
    for (int i = 0; i < Math.min(own, MOST_FRAMES); i++) {
      out.append(' ').append(frames[i].getSTEAsString());
    }
    if (thrown.getCause() != null && !thrown.isCyclic()) {
      out.append(" caused by ");
      appendTrace(out, thrown.getCause(), withWords);
    }
  }

  /** As sd-daemon(3) has it. */
  private String prefix(ILoggingEvent event) {
    if (format != LogFormat.JOURNAL) {
      return "";
    }
    return switch (event.getLevel().toInt()) {
      case Level.ERROR_INT -> "<3>";
      case Level.WARN_INT -> "<4>";
      case Level.INFO_INT -> "<6>";
      default -> "<7>";
    };
  }

  private static String logfmt(Map<String, Object> fields) {
    StringBuilder line = new StringBuilder();
    fields.forEach(
        (key, value) -> {
          if (!line.isEmpty()) {
            line.append(' ');
          }
          String text = String.valueOf(value);
          line.append(key).append('=');
          if (isPlain(text)) {
            line.append(text);
          } else {
            appendQuoted(line, text);
          }
        });
    return line.toString();
  }

  private static String json(Map<String, Object> fields) {
    StringBuilder line = new StringBuilder("{");
    fields.forEach(
        (key, value) -> {
          if (line.length() > 1) {
            line.append(',');
          }
          appendQuoted(line, key);
          line.append(':');
          if (value instanceof Number || value instanceof Boolean) {
            line.append(value);
          } else {
            appendQuoted(line, String.valueOf(value));
          }
        });
    return line.append('}').toString();
  }

  private static boolean isPlain(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '=' && c != '\\');
  }

  /** As JSON has strings (RFC 8259 §7); what could turn a line around is written as its number. */
  private static void appendQuoted(StringBuilder out, String text) {
    out.append('"');
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                  if (isHarmless((char) c)) {
                    out.append((char) c);
                  } else {
                    out.append(String.format("\\u%04x", c));
                  }
                }
              }
            });
    out.append('"');
  }

  private static boolean isHarmless(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
