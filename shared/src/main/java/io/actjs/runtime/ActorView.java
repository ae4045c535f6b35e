package io.actjs.runtime;

import io.actjs.model.ActorRef;
import io.actjs.model.Version;

/**
 * An actor's durable state at one turn.
 *
 * @param state raw JSON text
 */
public record ActorView(ActorRef ref, Version version, long seq, String state) {}
