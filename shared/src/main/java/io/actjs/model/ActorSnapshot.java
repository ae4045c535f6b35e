package io.actjs.model;

/**
 * An actor's whole state after turn {@code seq}. An optimisation: the journal can rebuild it.
 *
 * @param state raw JSON text
 */
public record ActorSnapshot(ActorRef ref, long seq, Version version, String state) {}
