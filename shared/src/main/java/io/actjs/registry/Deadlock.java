package io.actjs.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.registry.Manifests.Constraint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a search found nothing. Of many dead ends it reports the first, that of the most
 * preferred versions; one where no version at all satisfies the ranges takes precedence over one
 * where only the chosen version does not. A search that met a limit proves no conflict, so the
 * limit takes precedence.
 */
final class Deadlock {
  private static final int SHOWN_RANGES = 8;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private @Nullable ActjsException limit;
  private @Nullable ActjsException impossible;
  private @Nullable ActjsException inconsistent;

  void beyond(String what) {
    if (limit == null) {
      limit =
          new ActjsException(
              ProblemCode.LimitExceeded,
              "no solution within the limits: " + what + "; ask for narrower ranges");
    }
  }

  void at(Choice choice) {
    if (impossible == null && !choice.isPossible()) {
      impossible = choice.published ? conflict(choice) : notFound(choice);
    } else if (inconsistent == null && choice.isPossible()) {
      inconsistent = conflict(choice);
    }
  }

  ActjsException problem() {
    ActjsException first = limit != null ? limit : impossible;
    return Objects.requireNonNull(first != null ? first : inconsistent);
  }

  private static ActjsException notFound(Choice choice) {
    Constraint first = Paths.constraints(choice).getFirst();
    return new ActjsException(
        ProblemCode.ClassNotFound,
        "\"%s\" has no version to choose from (%s): publish it, or promote one of its versions"
            .formatted(choice.name, way(first)));
  }

  private static ActjsException conflict(Choice choice) {
    List<Constraint> constraints = Paths.constraints(choice);
    String shown =
        constraints.stream()
            .limit(SHOWN_RANGES)
            .map(constraint -> "%s (%s)".formatted(constraint.range(), way(constraint)))
            .collect(Collectors.joining("; "));
    int more = constraints.size() - SHOWN_RANGES;
    String detail =
        choice.hasCandidates()
            ? "no version of %s satisfies all of: %s%s"
                .formatted(choice.name, shown, more > 0 ? "; and " + more + " more" : "")
            : "every version of %s is deprecated: publish a newer one (%s)"
                .formatted(choice.name, shown);
    return new ActjsException(
        ProblemCode.DepConflict,
        detail,
        Map.of(
            "class", JSON.textNode(choice.name).toString(), "ranges", json(constraints).toString()),
        null);
  }

  private static String way(Constraint constraint) {
    return "via " + String.join(" → ", constraint.path());
  }

  private static ArrayNode json(List<Constraint> constraints) {
    ArrayNode ranges = JSON.arrayNode();
    for (Constraint constraint : constraints) {
      ArrayNode path = ranges.addObject().put("range", constraint.range()).putArray("path");
      constraint.path().forEach(path::add);
    }
    return ranges;
  }
}
