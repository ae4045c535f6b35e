package io.actjs.simulation;

import io.actjs.model.ActorRef;

/** Something that a client or an actor asked an actor for, under a name that no other has. */
final class Operation {
  /** How it comes to its actor. */
  enum Way {
    /** At most once. */
    CALL,
    /** Once, when the message is stored. */
    MESSAGE
  }

  final String id;
  final ActorRef target;
  final Way way;
  private boolean traceless;

  Operation(String id, ActorRef target, Way way) {
    this.id = id;
    this.target = target;
    this.way = way;
  }

  /** Its handler fails, or has failed: it leaves no trace. */
  Operation traceless() {
    traceless = true;
    return this;
  }

  boolean isTraceless() {
    return traceless;
  }

  @Override
  public String toString() {
    return id + " of " + target;
  }
}
