package io.actjs.actjsd.listing;

import io.actjs.actjsd.http.WholeNumber;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.runtime.listing.ActorFilter;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The query parameters of a list of actors. */
record ActorQuery(ActorFilter filter, @Nullable ActorRef after, int limit) {
  private static final String TAG = "tag";
  private static final List<String> NAMES =
      List.of("class", TAG, "version", "phase", "active", "updatedSince", "limit", "cursor");

  /** Any further tags would not make the list shorter by much. */
  private static final int MOST_TAGS = 64;

  /**
   * @throws ActjsException {@code SchemaInvalid}, {@code InvalidVersion}
   */
  static ActorQuery of(Context ctx) {
    requireKnown(ctx.queryParamMap());
    String cursor = ctx.queryParam("cursor");
    return new ActorQuery(
        new ActorFilter(
            className(ctx.queryParam("class")),
            List.copyOf(ctx.queryParams(TAG)),
            version(ctx.queryParam("version")),
            phase(ctx.queryParam("phase")),
            truth("active", ctx.queryParam("active")),
            time(ctx.queryParam("updatedSince"))),
        cursor == null ? null : ActorCursor.read(cursor),
        PageLimit.of(ctx));
  }

  /** A parameter that is passed over would show actors that nobody asked for. */
  private static void requireKnown(Map<String, List<String>> parameters) {
    parameters.forEach(
        (name, values) -> {
          if (!NAMES.contains(name)) {
            throw wrong("a list of actors has no parameter \"" + name + "\": use " + NAMES);
          }
          int most = name.equals(TAG) ? MOST_TAGS : 1;
          if (values.size() > most) {
            throw wrong(name + " may be given " + (most == 1 ? "once" : most + " times"));
          }
        });
  }

  private static @Nullable String className(@Nullable String text) {
    return text == null ? null : ActorRef.requireClassName(text);
  }

  private static @Nullable Version version(@Nullable String text) {
    return text == null ? null : Version.parse(text);
  }

  private static ActorHead.@Nullable Phase phase(@Nullable String text) {
    if (text == null) {
      return null;
    }
    for (ActorHead.Phase phase : ActorHead.Phase.values()) {
      if (HeadJson.text(phase).equals(text)) {
        return phase;
      }
    }
    throw wrong(
        "phase must be "
            + Stream.of(ActorHead.Phase.values())
                .map(HeadJson::text)
                .collect(Collectors.joining(" or ")));
  }

  private static @Nullable Boolean truth(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(name + " must be true or false");
    }
    return text.equals("true");
  }

  private static long time(@Nullable String text) {
    return text == null
        ? ActorFilter.ALL.updatedSince()
        : WholeNumber.parse("updatedSince, in milliseconds since 1970,", text, 0, Long.MAX_VALUE);
  }

  private static ActjsException wrong(String detail) {
    return new ActjsException(ProblemCode.SchemaInvalid, detail);
  }
}
