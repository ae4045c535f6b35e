package io.actjs.model;

/**
 * A server process.
 *
 * @param id unique among all processes ever started
 * @param host the name of its machine
 * @param pid its process id there
 * @param startedAt milliseconds since 1970, by the clock of its machine
 */
public record Node(String id, String host, long pid, long startedAt) {}
