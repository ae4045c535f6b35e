package io.actjs.runtime.subscription;

/**
 * What a subscriber is told of the others, and of itself.
 *
 * @param isAll whether {@code present} has all that are there, and not only those that came or
 *     changed
 * @param present a JSON array of {@code {who, principal?, data, since}}
 * @param left a JSON array of the {@code who} of those that left
 */
public record PresenceChange(boolean isAll, String present, String left) {}
