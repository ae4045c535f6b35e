package io.actjs.model;

/**
 * A version belongs to a named environment, such as {@code prod}.
 *
 * @param at milliseconds since 1970
 */
public record Promotion(String environment, ClassRef ref, long at) {}
