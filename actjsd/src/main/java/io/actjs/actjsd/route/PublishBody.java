package io.actjs.actjsd.route;

import io.actjs.model.ClassKind;
import io.actjs.model.ClassShape.Durability;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.loading.StateReview.Extent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of a publish request.
 *
 * @param withSchemas whether the answer of a dry run has the schemas
 */
record PublishBody(
    PublishRequest request, boolean dryRun, boolean withSchemas, Extent checkStates) {

  /**
   * @throws io.actjs.model.ActjsException {@code SchemaInvalid}, {@code MalformedJson}
   */
  static PublishBody of(String className, String json) {
    RequestMembers body = RequestMembers.of(json);
    PublishRequest request =
        new PublishRequest(
            className,
            body.text("version"),
            body.text("source"),
            body.texts("deps"),
            body.texts("engines"),
            body.flag("floating", false),
            // The original's default is false, whatever the class is: it says nothing.
            body.flag("eventSourced", false) ? ClassKind.EVENTS : null,
            durability(body.optionalText("durability")),
            signature(body.optionalText("kid"), body.optionalText("signature")),
            body.flag("check", true),
            body.texts("types"));
    return new PublishBody(
        request,
        body.flag("dryRun", false),
        body.flag("withSchemas", false),
        extent(body.optionalText("checkStates")));
  }

  private static Extent extent(@Nullable String text) {
    return switch (text == null ? "none" : text) {
      case "none" -> Extent.NONE;
      case "sample" -> Extent.SAMPLE;
      case "all" -> Extent.ALL;
      default -> throw RequestMembers.wrong("\"checkStates\" must be none, sample or all");
    };
  }

  private static @Nullable Durability durability(@Nullable String text) {
    return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
      case "" -> null;
      case "strict" -> Durability.STRICT;
      case "relaxed" -> Durability.RELAXED;
      case "none" -> Durability.NONE;
      default -> throw RequestMembers.wrong("\"durability\" must be strict, relaxed or none");
    };
  }

  private static PublishRequest.@Nullable Signature signature(
      @Nullable String kid, @Nullable String signature) {
    if (kid == null && signature == null) {
      return null;
    }
    if (kid == null || signature == null) {
      throw RequestMembers.wrong("\"signature\" and \"kid\" must be given together");
    }
    return new PublishRequest.Signature(kid, signature);
  }
}
