package org.sealpost.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The log: one line an event on the standard error, what a peer said included. The environment
 * variable {@code SEALPOST_LOG} names the level. Logback finds this class by itself; a file of the
 * user's own, named by the system property {@code logback.configurationFile}, takes its place.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Log extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %logger{0}: %replace(%msg){'[\\x00-\\x1f\\x7f-\\x9f]+', ' '}%n%ex";

  private static final String OURS = "org.sealpost";

  /** Tells at length of every bad signature, with the name, and so whom the user writes to. */
  private static final String DNS = "org.xbill.DNS";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger(DNS).setLevel(Level.OFF);
    context.getLogger(OURS).setLevel(Level.toLevel(wanted().orElse("warn"), Level.WARN));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** A process that stays up logs what happens unless the user wants another level. */
  public static void ofService() {
    if (wanted().isEmpty() && LoggerFactory.getLogger(OURS) instanceof Logger ours) {
      ours.setLevel(Level.INFO);
    }
  }

  private static Optional<String> wanted() {
    return Optional.ofNullable(System.getenv("SEALPOST_LOG")).filter(level -> !level.isBlank());
  }
}
