package org.sealpost.server;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.StatusUtil;
import ch.qos.logback.core.util.StatusPrinter2;
import java.util.regex.Pattern;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.Reporter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Gives SLF4J what {@link Log} configures, without a search: SLF4J for a log, and Logback for its
 * configuration, would each look through all libraries while a service starts.
 */
public final class LogProvider implements SLF4JServiceProvider {
  /** The last version of SLF4J that this is for, as it wants to be told. */
  private static final String SLF4J = "2.0.99";

  private final LoggerContext context = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();

  /**
   * Has SLF4J take this one, unless the user named another, or SLF4J has one already.
   *
   * @return what makes the loggers of this process from now on
   */
  static ILoggerFactory takeEffect() {
    if (System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY) != null) {
      return LoggerFactory.getILoggerFactory();
    }
    // It would tell the standard error that it takes it.
    boolean quiet = System.getProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY) == null;
    System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LogProvider.class.getName());
    if (quiet) {
      System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN");
    }
    try {
      return LoggerFactory.getILoggerFactory();
    } finally {
      System.clearProperty(LoggerFactory.PROVIDER_PROPERTY_KEY);
      if (quiet) {
        System.clearProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY);
      }
    }
  }

  @Override
  public void initialize() {
    context.setName(CoreConstants.DEFAULT_CONTEXT_NAME);
    context.setMDCAdapter(diagnostics);
    if (Log.usersFile().isPresent()) {
      configureAsTheUserSays();
    } else {
      Log.service().writeTheUsual(context);
    }
    context.start();
  }

  /**
   * As Logback does it, except that what is wrong is told where the log is expected, and that a
   * file which is missing or of an unknown kind leaves the usual log. Logback itself would write
   * all that its libraries say for the one, and nothing any more for the other.
   */
  private void configureAsTheUserSays() {
    try {
      new ContextInitializer(context).autoConfig();
      if (isFileMissing()) {
        Reporter.error(
            "There is no file " + Log.usersFile().orElseThrow() + ". The log is the usual one.");
        fallBack();
      }
    } catch (JoranException | RuntimeException e) {
      Reporter.error(
          "The log cannot be as " + Log.usersFile().orElseThrow() + " says. It is the usual one.",
          e);
      fallBack();
    }
    if (!StatusUtil.contextHasStatusListener(context)) {
      StatusPrinter2 printer = new StatusPrinter2();
      printer.setPrintStream(System.err);
      printer.printInCaseOfErrorsOrWarnings(context);
    }
  }

  /** Logback looks for one in several ways, and mentions it if none leads to any. */
  private boolean isFileMissing() {
    String file = Pattern.quote(Log.usersFile().orElse(""));
    return new StatusUtil(context).containsMatch("Could NOT find resource \\[" + file + "]");
  }

  private void fallBack() {
    context.reset();
    Log.service().writeTheUsual(context);
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return context;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return diagnostics;
  }

  @Override
  public String getRequestedApiVersion() {
    return SLF4J;
  }
}
