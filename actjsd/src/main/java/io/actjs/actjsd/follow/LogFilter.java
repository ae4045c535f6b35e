package io.actjs.actjsd.follow;

import io.actjs.actjsd.http.WholeNumber;
import io.actjs.actjsd.log.KeptLine;
import io.actjs.actjsd.log.LogLevel;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which lines a reader wants.
 *
 * @param actor {@code Class/id}; null for lines about anything
 * @param className null for any
 * @param level what is at least as bad
 * @param since milliseconds since 1970
 */
record LogFilter(@Nullable String actor, @Nullable String className, LogLevel level, long since)
    implements Predicate<KeptLine> {
  private static final long LAST_TIME = (1L << 53) - 1;

  static LogFilter of(Context ctx) {
    String actor = ctx.queryParam("actor");
    if (actor != null && actor.indexOf('/') <= 0) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "actor must be CLASS/ID");
    }
    String since = ctx.queryParam("since");
    return new LogFilter(
        actor,
        ctx.queryParam("class"),
        level(ctx.queryParam("level")),
        since == null ? 0 : WholeNumber.parse("since", since, 0, LAST_TIME));
  }

  private static LogLevel level(@Nullable String name) {
    if (name == null) {
      return LogLevel.TRACE;
    }
    for (LogLevel level : LogLevel.values()) {
      if (level.name().toLowerCase(Locale.ROOT).equals(name)) {
        return level;
      }
    }
    throw new ActjsException(
        ProblemCode.SchemaInvalid, "level must be error, warn, info, debug or trace");
  }

  @Override
  public boolean test(KeptLine line) {
    return line.level().compareTo(level) <= 0
        && line.at() >= since
        && (actor == null || actor.equals(line.actor()))
        && (className == null || className.equals(line.className()));
  }
}
