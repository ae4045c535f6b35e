package io.actjs.model;

/**
 * An actor's durable state at one turn.
 *
 * @param state raw JSON text
 */
public record ActorView(ActorRef ref, Version version, long seq, String state) {}
