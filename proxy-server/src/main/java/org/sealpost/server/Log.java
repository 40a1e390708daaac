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
import org.slf4j.LoggerFactory;

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

  /** Set by {@link #ofService}: Logback makes this class itself. */
  private static final String SERVICE = "sealpost.log.service";

  /** Tells at length of every bad signature, with the name, and so whom the user writes to. */
  private static final String DNS = "org.xbill.DNS";

  /** Tells at length that a bus is gone, which is nothing to worry about; what matters we tell. */
  private static final String BUS = "org.freedesktop.dbus";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (isConfiguredByUser()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName(APPENDER);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(format().orElseGet(Log::usual), context));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger(DNS).setLevel(Level.OFF);
    context.getLogger(BUS).setLevel(Level.OFF);
    context.getLogger(OURS).setLevel(Level.toLevel(wanted().orElse("warn"), Level.WARN));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * A process that stays up logs what happens, for programs too, unless the user wants another
   * level or form. Told before the first logger is asked for, it saves setting up the text that
   * nobody gets to see.
   */
  public static void ofService() {
    System.setProperty(SERVICE, "true");
    LogProvider.takeEffect();
    if (!(LoggerFactory.getLogger(OURS) instanceof Logger ours)) {
      return;
    }
    if (wanted().isEmpty()) {
      ours.setLevel(Level.INFO);
    }
    LoggerContext context = ours.getLoggerContext();
    if (format().isEmpty()
        && context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
            instanceof ConsoleAppender<ILoggingEvent> appender) {
      appender.setEncoder(encoder(LogFormat.LOGFMT, context));
    }
  }

  /** Whether a file of the user's own takes the place of this class. */
  static boolean isConfiguredByUser() {
    return System.getProperty("logback.configurationFile") != null;
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

  private static LogFormat usual() {
    return Boolean.getBoolean(SERVICE) ? LogFormat.LOGFMT : LogFormat.TEXT;
  }

  private static Optional<LogFormat> format() {
    return LogFormat.named(Optional.ofNullable(System.getenv("SEALPOST_LOG_FORMAT")));
  }

  private static Optional<String> wanted() {
    return Optional.ofNullable(System.getenv("SEALPOST_LOG")).filter(level -> !level.isBlank());
  }
}
