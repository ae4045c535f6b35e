package io.actjs.model;

/**
 * The settings of a class for its turns and messages. 0 means the server's default.
 *
 * @param deadlineMs how long a turn may take that no caller waits for
 * @param attempts turns that try a message before it is given up
 * @param maxDelayMs the longest wait between two attempts
 * @param parks whether the actor is paused when a message is given up, and keeps it; else the
 *     message becomes a dead letter
 * @param own whether its actors share an isolate with no other class
 */
public record TurnRules(
    long deadlineMs, int attempts, long maxDelayMs, boolean parks, boolean own) {
  /** The rules of a class without settings. */
  public static final TurnRules DEFAULT = new TurnRules(0, 0, 0, false, false);
}
