package io.actjs.model;

/**
 * What a class says about its turns and messages. 0 leaves a number to the server's limits.
 *
 * @param deadlineMs how long a turn may take that no caller waits for
 * @param attempts turns that try a message before it is given up
 * @param maxDelayMs the longest wait between two attempts
 * @param parks whether the actor is paused when a message is given up, and keeps it; else the
 *     message becomes a dead letter
 */
public record TurnRules(long deadlineMs, int attempts, long maxDelayMs, boolean parks) {
  /** Of a class that says nothing. */
  public static final TurnRules DEFAULT = new TurnRules(0, 0, 0, false);
}
