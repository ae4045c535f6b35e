package io.actjs.actctl.command.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.storage.move.Totals;

/** The totals of an export or import. */
final class Moved {
  /** Updating a terminal more often slows the command down. */
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
