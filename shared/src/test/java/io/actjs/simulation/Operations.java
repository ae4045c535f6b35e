package io.actjs.simulation;

import io.actjs.model.ActorRef;
import java.util.HashMap;
import java.util.Map;

/** All operations that anybody has asked for or will, by their names. */
final class Operations {
  private final Map<String, Operation> byId = new HashMap<>();

  Operation expect(String id, ActorRef target, Operation.Way way) {
    Operation operation = new Operation(id, target, way);
    byId.put(id, operation);
    return operation;
  }

  /** The operation of that name, which the actor has done. */
  Operation doneBy(ActorRef actor, String id) {
    Operation operation = byId.get(id);
    if (operation == null || !operation.target.equals(actor)) {
      throw new Violation(actor + " has done " + id + ", which nobody asked it for");
    }
    Violation.require(!operation.isTraceless(), "%s has failed and left a trace", operation);
    return operation;
  }
}
