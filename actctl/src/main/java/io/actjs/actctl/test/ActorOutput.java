package io.actjs.actctl.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.actjs.actctl.test.TestEvent.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * What actors write to the log, test by test: a test and its actors run on one thread. Of such
 * threads nothing goes where the log goes otherwise.
 */
final class ActorOutput {
  private static final int MOST_LINES = 200;
  private static final String ACTORS = "io.actjs.actor";

  private static final Map<Thread, ActorOutput> BY_THREAD = new ConcurrentHashMap<>();
  private static boolean configured;

  private final List<Output> lines = new ArrayList<>();

  private ActorOutput() {}

  /** That of the calling thread, until {@link #close}. */
  static ActorOutput ofThread() {
    configure();
    return BY_THREAD.computeIfAbsent(Thread.currentThread(), thread -> new ActorOutput());
  }

  private static synchronized void configure() {
    if (configured || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    configured = true;
    context
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .iteratorForAppenders()
        .forEachRemaining(appender -> appender.addFilter(new OtherThreads()));
    ch.qos.logback.classic.Logger actors = context.getLogger(ACTORS);
    actors.setLevel(Level.INFO);
    Collecting appender = new Collecting();
    appender.setContext(context);
    appender.start();
    actors.addAppender(appender);
  }

  /** Lets pass what no test has to do with. */
  private static final class OtherThreads extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      boolean ofTest = BY_THREAD.containsKey(Thread.currentThread());
      return ofTest ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
  }

  /** A test begins. */
  void begin() {
    lines.clear();
  }

  /** What actors have written since. */
  List<Output> lines() {
    return List.copyOf(lines);
  }

  static void close() {
    BY_THREAD.remove(Thread.currentThread());
  }

  private void add(ILoggingEvent event) {
    if (lines.size() < MOST_LINES) {
      String level =
          event.getLevel().isGreaterOrEqual(Level.ERROR)
              ? "error"
              : event.getLevel().isGreaterOrEqual(Level.WARN) ? "warn" : "info";
      lines.add(new Output(level, event.getFormattedMessage() + stackOf(event), true));
    }
  }

  /** The author's part of a stack trace, if there is one: a line for each frame. */
  private static String stackOf(ILoggingEvent event) {
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        if (pair.key.equals("stack") && pair.value instanceof String stack) {
          return "\n" + stack.lines().skip(1).collect(Collectors.joining("\n"));
        }
      }
    }
    return "";
  }

  private static final class Collecting extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      ActorOutput output = BY_THREAD.get(Thread.currentThread());
      if (output != null) {
        output.add(event);
      }
    }
  }
}
