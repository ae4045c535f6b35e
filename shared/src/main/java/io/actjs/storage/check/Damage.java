package io.actjs.storage.check;

/**
 * Something in a store that is not as it was written, or contradicts the rest.
 *
 * @param where an actor, a class version, a table or a file
 */
public record Damage(String where, String what) {}
