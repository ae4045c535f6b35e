package io.actjs.actctl.command.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.storage.move.Totals;

/** What was moved, as it is told. */
final class Moved {
  /** A terminal that is written to more often slows the move down. */
  static final int SHOWN_EVERY = 500;

  private Moved() {}

  static String text(Totals totals) {
    return totals.actors()
        + " actors with "
        + totals.turns()
        + " turns, and "
        + totals.classes()
        + " class versions";
  }

  static ObjectNode json(Totals totals) {
    return Json.object()
        .put("actors", totals.actors())
        .put("turns", totals.turns())
        .put("classes", totals.classes())
        .put("items", totals.lines());
  }
}
