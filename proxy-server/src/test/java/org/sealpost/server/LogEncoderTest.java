package org.sealpost.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

class LogEncoderTest {
  private static final Pattern FIELD =
      Pattern.compile("([a-z-]+)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^ \"=]+))(?: |$)");

  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void setUp() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  private LoggingEvent event(Level level, String message) {
    Logger logger = context.getLogger("org.sealpost.server.smtp.Submission");
    LoggingEvent event = new LoggingEvent("", logger, level, message, null, new Object[0]);
    event.setInstant(Instant.parse("2026-11-23T01:02:03.004Z"));
    return event;
  }

  private static String line(LogFormat format, LoggingEvent event) {
    return new String(new LogEncoder(format, () -> ZoneId.of("Asia/Taipei")).encode(event), UTF_8);
  }

  /** As a program reads it; fails on what is no field. */
  private static Map<String, String> parsed(String line) {
    assertThat(line).endsWith("\n");
    String rest = line.substring(0, line.length() - 1);
    assertThat(rest).doesNotContain("\n").doesNotContain("\r");
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher matcher = FIELD.matcher(rest);
    int end = 0;
    while (matcher.find()) {
      assertThat(matcher.start()).isEqualTo(end);
      end = matcher.end();
      String value = Optional.ofNullable(matcher.group(3)).orElse("\"" + matcher.group(2) + "\"");
      fields.put(matcher.group(1), value);
    }
    assertThat(end).isEqualTo(rest.length());
    return fields;
  }

  @Test
  void aMailIsOneLineOfFields() {
    LoggingEvent event = event(Level.INFO, "mail-sent");
    event.addKeyValuePair(new KeyValuePair("account", "ming@example.tw"));
    event.addKeyValuePair(new KeyValuePair("size", 4711L));
    event.addKeyValuePair(new KeyValuePair("signed", true));

    assertThat(line(LogFormat.LOGFMT, event))
        .isEqualTo(
            "time=2026-11-23T09:02:03.004+08:00 level=info source=Submission event=mail-sent"
                + " account=ming@example.tw size=4711 signed=true\n");
    JsonObject json = JsonParser.parseString(line(LogFormat.JSON, event)).getAsJsonObject();
    assertThat(json.get("event").getAsString()).isEqualTo("mail-sent");
    assertThat(json.get("size").getAsLong()).isEqualTo(4711);
    assertThat(json.get("signed").getAsBoolean()).isTrue();
    assertThat(line(LogFormat.JOURNAL, event))
        .isEqualTo(
            "<6>level=info source=Submission event=mail-sent account=ming@example.tw size=4711"
                + " signed=true\n");
  }

  @Test
  void otherEventsAreALineWithAMessage() {
    assertThat(line(LogFormat.LOGFMT, event(Level.WARN, "the store takes too long")))
        .isEqualTo(
            "time=2026-11-23T09:02:03.004+08:00 level=warn source=Submission"
                + " msg=\"the store takes too long\"\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\ntime=2026 level=info event=mail-sent",
        "a\" code=250 b=\"",
        "a code=250",
        "a\\",
        "a\\\" code=250",
        "",
        "=",
        "a\u2028code=250",
        "a\u0085b",
        "\u202egnp.exe",
        "\u001b[2J\u0000",
        "王小明"
      })
  void aValueCannotForgeAFieldOrALine(String value) {
    LoggingEvent event = event(Level.INFO, "mail-sent");
    event.addKeyValuePair(new KeyValuePair("account", value));
    event.addKeyValuePair(new KeyValuePair("size", 1));

    String line = line(LogFormat.LOGFMT, event);
    Map<String, String> fields = parsed(line);
    assertThat(fields)
        .containsOnlyKeys("time", "level", "source", "event", "account", "size")
        .containsEntry("size", "1");
    assertThat(line.chars().filter(c -> c != '\n'))
        .noneMatch(
            c ->
                Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR);
    JsonObject json = JsonParser.parseString(line(LogFormat.JSON, event)).getAsJsonObject();
    assertThat(json.get("account").getAsString()).isEqualTo(value);
    assertThat(json.keySet()).isEqualTo(fields.keySet());
  }

  @Test
  void whatAnExceptionSaysIsToldAtDebugAlone() {
    RuntimeException thrown =
        new IllegalStateException(
            "550 no such user alice@example.tw\nx", new NumberFormatException("secret"));
    LoggingEvent event = event(Level.ERROR, "it failed");
    event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(thrown));

    String line = line(LogFormat.LOGFMT, event);
    assertThat(parsed(line).get("trace"))
        .contains("java.lang.IllegalStateException")
        .contains("caused by java.lang.NumberFormatException")
        .contains("LogEncoderTest")
        .doesNotContain("alice")
        .doesNotContain("secret");
  }
}
