package io.actjs.actctl.command.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.screen.Json;
import io.actjs.policy.Limit;
import io.actjs.policy.Limits;
import java.util.ArrayList;
import java.util.List;

/** Every limit of a server: name, value, unit, and what happens above it. */
final class LimitTable {
  private static final String[] HEAD = {"NAME", "VALUE", "UNIT", "WHEN EXCEEDED"};

  private LimitTable() {}

  static void print(Limits limits, OutputOption output) {
    output.print(json(limits), () -> text(limits));
  }

  private static long value(Limits limits, Limit limit) {
    return limit == Limit.MEMORY
        ? limits.memory(Runtime.getRuntime().maxMemory())
        : limits.get(limit);
  }

  private static ObjectNode json(Limits limits) {
    ObjectNode all = Json.object();
    ArrayNode list = all.putArray("limits");
    for (Limit limit : Limit.values()) {
      list.addObject()
          .put("name", limit.label())
          .put("value", value(limits, limit))
          .put("default", limit.standard())
          .put("unit", limit.unit().label())
          .put("exceeded", limit.exceeded());
    }
    return all;
  }

  private static String text(Limits limits) {
    List<String[]> rows = new ArrayList<>();
    rows.add(HEAD);
    for (Limit limit : Limit.values()) {
      rows.add(
          new String[] {
            limit.label(),
            limit.unit().write(value(limits, limit)),
            limit.unit().label(),
            limit.exceeded()
          });
    }
    int[] widths = new int[HEAD.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]).repeat(' ', widths[i] - row[i].length() + 2);
      }
      text.append(text.isEmpty() ? "" : "\n").append(line.toString().stripTrailing());
    }
    return text.toString();
  }
}
