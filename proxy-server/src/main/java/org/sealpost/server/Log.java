package org.sealpost.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The log: one line an event on the standard error, what a peer said included. The environment
 * variable {@code SEALPOST_LOG} names the level, {@code SEALPOST_LOG_FORMAT} the form of a line
 * (text, logfmt, json, journal); if it names none, commands write text and what stays up writes
 * logfmt. Logback finds this class by itself; a file of the user's own, named by the system
 * property {@code logback.configurationFile}, takes its place.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Log extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %logger{0}: %replace(%replace(%msg %kvp){'[\\x00-\\x1f\\x7f-\\x9f]+', ' '}){' $', ''}%n%ex";

  private static final String OURS = "org.sealpost";
  private static final String APPENDER = "standard-error";

  /** Tells at length of every bad signature, with the name, and so whom the user writes to. */
  private static final String DNS = "org.xbill.DNS";

  /** Tells at length that a bus is gone, which is nothing to worry about; what matters we tell. */
  private static final String BUS = "org.freedesktop.dbus";

  private final LogFormat usualForm;
  private final Level usualLevel;

  /** That of a command, as Logback makes it. */
  public Log() {
    this(LogFormat.TEXT, Level.WARN);
  }

  private Log(LogFormat usualForm, Level usualLevel) {
    this.usualForm = usualForm;
    this.usualLevel = usualLevel;
  }

  /** That of a process that stays up: what happens, for programs too. */
  static Log service() {
    return new Log(LogFormat.LOGFMT, Level.INFO);
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (usersFile().isPresent()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    writeTheUsual(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Has the context log as the environment says, whatever file the user named. */
  void writeTheUsual(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName(APPENDER);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(form(), context));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger(DNS).setLevel(Level.OFF);
    context.getLogger(BUS).setLevel(Level.OFF);
    context.getLogger(OURS).setLevel(level());
  }

  /**
   * A process that stays up logs what happens, for programs too, unless the user wants another
   * level or form. Told before the first logger is asked for, it saves setting up the text that
   * nobody gets to see.
   */
  public static void ofService() {
    if (LogProvider.takeEffect() instanceof LoggerContext context) {
      service().takeOver(context);
    }
  }

  /** A log that was set up as a command's. In a file of the user's own, a level of ours stands. */
  private void takeOver(LoggerContext context) {
    Logger ours = context.getLogger(OURS);
    if (context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
        instanceof ConsoleAppender<ILoggingEvent> appender) {
      appender.setEncoder(encoder(form(), context));
      ours.setLevel(level());
    } else if (ours.getLevel() == null && wanted().isEmpty()) {
      ours.setLevel(usualLevel);
    }
  }

  /** The file of the user's own that takes the place of this class. */
  static Optional<String> usersFile() {
    return Optional.ofNullable(System.getProperty("logback.configurationFile"));
  }

  static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext context) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> {
            PatternLayoutEncoder text = new PatternLayoutEncoder();
            text.setPattern(PATTERN);
            yield text;
          }
          case LOGFMT, JSON, JOURNAL -> new LogEncoder(format, ZoneId::systemDefault);
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private LogFormat form() {
    return LogFormat.named(Optional.ofNullable(System.getenv("SEALPOST_LOG_FORMAT")))
        .orElse(usualForm);
  }

  private Level level() {
    return wanted().map(level -> Level.toLevel(level, Level.WARN)).orElse(usualLevel);
  }

  private static Optional<String> wanted() {
    return Optional.ofNullable(System.getenv("SEALPOST_LOG")).filter(level -> !level.isBlank());
  }
}
