package io.actjs.runtime;

import io.actjs.model.ActorHead;

/**
 * The information about an actor for operators.
 *
 * @param active whether it is in memory
 * @param mailbox messages that wait in memory, also those that wait for a turn that awaits
 * @param subscribers attached subscribers
 * @param inbox durable tells not yet handled, counted up to 1000
 */
public record ActorInfo(ActorHead head, boolean active, int mailbox, int subscribers, int inbox) {}
