package io.actjs.engine.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.Map;

/** The refusal of a source for several reasons, each with its place. */
public final class Diagnosed {
  private static final int SHOWN = 3;

  private Diagnosed() {}

  /**
   * The first reasons in one line, and all in the member {@code diagnostics}.
   *
   * @param diagnostics {@code file:line:column: message} each
   */
  public static ActjsException of(ProblemCode code, List<String> diagnostics) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    diagnostics.forEach(all::add);
    int rest = diagnostics.size() - SHOWN;
    String shown = String.join("; ", diagnostics.subList(0, Math.min(SHOWN, diagnostics.size())));
    return new ActjsException(
        code,
        rest > 0 ? shown + "; and " + rest + " more" : shown,
        Map.of("diagnostics", all.toString()),
        null);
  }
}
