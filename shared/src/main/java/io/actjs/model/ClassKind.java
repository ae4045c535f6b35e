package io.actjs.model;

/** The way in which a class stores its state. */
public enum ClassKind {
  /** {@code Actor}: handlers write {@code this.state}; the journal holds patches. */
  STATE,
  /** {@code EventSourced}: handlers return events; the journal holds them. */
  EVENTS,
  /** {@code Replica}: state lives in memory only. */
  REPLICA
}
