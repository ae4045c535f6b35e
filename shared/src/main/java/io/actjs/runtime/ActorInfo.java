package io.actjs.runtime;

import io.actjs.model.ActorHead;

/**
 * What an operator wants to know of an actor.
 *
 * @param active whether it is in memory
 * @param mailbox waiting messages
 * @param subscribers attached subscribers
 * @param inbox durable tells not yet handled, counted up to 1000
 */
public record ActorInfo(ActorHead head, boolean active, int mailbox, int subscribers, int inbox) {}
