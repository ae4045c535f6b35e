package io.actjs.actjsd.route;

import io.actjs.actjsd.http.JsonList;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.registry.ClassRegistry.Candidate;
import io.actjs.runtime.loading.StateReport;
import io.actjs.runtime.loading.StateReview;
import io.actjs.wire.JsonText;
import io.actjs.wire.RawJson;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a version before it is published, and at stored states as far as the request wants it. A
 * version that they do not fit is refused. A dry run only tells that; migrations that fail are only
 * told as well.
 */
final class PublishReview implements Consumer<Candidate> {
  private final StateReview review;
  private final PublishBody body;
  private @Nullable StateReport report;
  private String schemas = "";

  PublishReview(StateReview review, PublishBody body) {
    this.review = review;
    this.body = body;
  }

  /**
   * @throws ActjsException {@code StatesUnfit}
   */
  @Override
  public void accept(Candidate candidate) {
    schemas = candidate.published().schemas();
    if (body.checkStates() == StateReview.Extent.NONE) {
      return;
    }
    StateReport found = review.of(candidate, body.checkStates());
    report = found;
    if (found.unfit() > 0 && !body.dryRun()) {
      throw new ActjsException(
          ProblemCode.StatesUnfit,
          "%s %s: give it a migrate, change its types, or publish it without this check"
              .formatted(found.summary(), candidate.published().ref()),
          Map.of("states", json(found), "diagnostics", lines(found)),
          null);
    }
  }

  /**
   * Adds what the schemas cannot say of the types, and the report, if there is one; the schemas of
   * a dry run, if they are wanted and there are any.
   */
  void appendTo(StringBuilder json) {
    String notes = schemas.isEmpty() ? null : RawJson.members(schemas).get("notes");
    if (notes != null) {
      json.append(",\"notes\":").append(notes);
    }
    if (body.dryRun() && body.withSchemas() && !schemas.isEmpty()) {
      json.append(",\"schemas\":").append(schemas);
    }
    if (report != null) {
      json.append(",\"states\":").append(json(report));
      json.append(report.fits() ? "" : ",\"diagnostics\":" + lines(report));
    }
  }

  private static String lines(StateReport report) {
    StringBuilder lines = new StringBuilder("[");
    JsonList.append(report.lines(), lines, line -> JsonText.quote(line, lines));
    return lines.append(']').toString();
  }

  private static String json(StateReport report) {
    StringBuilder json = new StringBuilder("{\"checked\":").append(report.checked());
    json.append(",\"unfit\":").append(report.unfit());
    json.append(",\"failed\":").append(report.failed());
    json.append(",\"complete\":").append(report.complete()).append(",\"members\":[");
    JsonList.append(
        report.misfits(),
        json,
        misfit -> {
          JsonText.quote(misfit.path(), json.append("{\"path\":"));
          JsonText.quote(misfit.message(), json.append(",\"message\":"));
          json.append(",\"actors\":").append(misfit.actors());
          JsonText.quote(misfit.example(), json.append(",\"example\":"));
          json.append('}');
        });
    json.append(']');
    if (report.failure() != null) {
      JsonText.quote(report.failure(), json.append(",\"failure\":"));
    }
    return json.append('}').toString();
  }
}
