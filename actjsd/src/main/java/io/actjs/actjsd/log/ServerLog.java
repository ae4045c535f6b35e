package io.actjs.actjsd.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up: to standard error, warnings of libraries, and what we have to say ourselves. The
 * libraries whose troubles we tell in our own words are quiet. Logback finds this class as a
 * service, with the first logger that anybody asks for; nothing of it is loaded before.
 */
public final class ServerLog extends ContextAwareBase implements Configurator {
  /** A level that counts until {@link #configure} says another, such as {@code warn}. */
  private static final String LEVEL_PROPERTY = "actjs.log.level";

  private static final String OURS = "io.actjs";

  private static final Map<String, Level> QUIET =
      Map.of("com.zaxxer.hikari", Level.OFF, "org.flywaydb", Level.ERROR);

  private static final BoundedAppender APPENDER =
      new BoundedAppender(new FileOutputStream(FileDescriptor.err));

  private static final LogTail TAIL = new LogTail();

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    APPENDER.setContext(context);
    APPENDER.setName("standard-error");
    APPENDER.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(APPENDER);
    TAIL.setContext(context);
    TAIL.setName("tail");
    TAIL.start();
    root.addAppender(TAIL);
    QUIET.forEach((name, level) -> context.getLogger(name).setLevel(level));
    String level = System.getProperty(LEVEL_PROPERTY, "info").toUpperCase(Locale.ROOT);
    context.getLogger(OURS).setLevel(Level.toLevel(level, Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** What lines look like, and what is worth one. */
  public static void configure(LogFormat format, LogLevel level) {
    APPENDER.form(LineForm.of(format));
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(OURS).setLevel(Level.toLevel(level.name()));
    boolean everything = level == LogLevel.DEBUG || level == LogLevel.TRACE;
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(everything ? Level.INFO : Level.WARN);
  }

  /**
   * Shows positions in stack traces otherwise, in lines of text.
   *
   * @param as makes of a line of a stack trace the one that is shown
   */
  public static void showPlaces(UnaryOperator<String> as) {
    LineForm.showPlaces(as);
  }

  /**
   * Writes lines elsewhere than to standard error, such as above the status line of a terminal.
   *
   * @param there is given whole lines in UTF-8
   * @return ends it
   */
  public static Runnable to(OutputStream there) {
    OutputStream before = APPENDER.to(there);
    return () -> APPENDER.to(before);
  }

  /** From now on the class says only what goes wrong. */
  public static void hush(Class<?> talkative) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(talkative).setLevel(Level.WARN);
  }

  /**
   * Keeps secrets out of all lines.
   *
   * @param secrets is asked for each line
   * @return ends it
   */
  public static Runnable withhold(Supplier<List<String>> secrets) {
    return Redaction.withhold(secrets);
  }

  /**
   * Keeps the newest lines for readers, from now on. The log is the process's, and so are they.
   *
   * @param bytes of all lines
   */
  public static LogTail keep(long bytes) {
    TAIL.keep(bytes);
    return TAIL;
  }

  /** Lines that were dropped because they came faster than they could be written. */
  public static long dropped() {
    return APPENDER.dropped();
  }
}
