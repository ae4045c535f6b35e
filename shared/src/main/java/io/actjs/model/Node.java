package io.actjs.model;

/**
 * A server process.
 *
 * @param id unique among all processes that ever were
 * @param host the name of its machine
 * @param pid its process there
 * @param startedAt milliseconds since 1970, as its machine tells
 */
public record Node(String id, String host, long pid, long startedAt) {}
