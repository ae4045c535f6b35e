package io.actjs.actjsd.route;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.registry.ClassRegistry.Candidate;
import io.actjs.runtime.loading.StateReport;
import io.actjs.runtime.loading.StateReview;
import io.actjs.wire.JsonText;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at stored states before a version is published, as far as the request wants it. A version
 * that they do not fit is refused; a dry run tells.
 */
final class PublishReview implements Consumer<Candidate> {
  private final StateReview review;
  private final PublishBody body;
  private @Nullable StateReport report;

  PublishReview(StateReview review, PublishBody body) {
    this.review = review;
    this.body = body;
  }

  /**
   * @throws ActjsException {@code StatesUnfit}
   */
  @Override
  public void accept(Candidate candidate) {
    if (body.checkStates() == StateReview.Extent.NONE) {
      return;
    }
    StateReport found = review.of(candidate, body.checkStates());
    report = found;
    if (!found.fits() && !body.dryRun()) {
      StringBuilder lines = new StringBuilder("[");
      JsonList.append(found.lines(), lines, line -> JsonText.quote(line, lines));
      throw new ActjsException(
          ProblemCode.StatesUnfit,
          "%s %s: give it a migrate, change its types, or publish it without this check"
              .formatted(found.summary(), candidate.published().ref()),
          Map.of("states", json(found), "diagnostics", lines.append(']').toString()),
          null);
    }
  }

  /** Adds the report as a member, if there is one. */
  void appendTo(StringBuilder json) {
    if (report != null) {
      json.append(",\"states\":").append(json(report));
    }
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
