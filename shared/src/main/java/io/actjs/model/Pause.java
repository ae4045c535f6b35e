package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * An actor, or all actors of a class, that are to handle nothing until they are resumed. It is of
 * an address: it outlives the actor's deletion.
 *
 * @param id of the actor; null for all of the class
 * @param by who paused it
 * @param reason in words of that one
 * @param at milliseconds since 1970
 */
public record Pause(String className, @Nullable String id, String by, String reason, long at) {}
