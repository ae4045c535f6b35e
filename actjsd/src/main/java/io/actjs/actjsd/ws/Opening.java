package io.actjs.actjsd.ws;

import java.util.regex.Pattern;

/**
 * The first moments of a connection that may be the original client's. It sends what it queued
 * while it was connecting, and then, in the same breath, all of it again. Only what it sent before
 * it could see an answer is provably sent again, so answers wait until two pings have come back:
 * that is after the breath, and a millisecond later on a connection to this machine.
 *
 * <p>The original client's frames begin as {@code JSON.stringify} writes them, with a counted id. A
 * connection whose first frame looks different has no opening.
 */
final class Opening {
  /** Answers wait no longer for a client that does not answer pings. */
  static final long LONGEST_MS = 250;

  private static final int PINGS = 2;
  private static final Pattern FIRST_FRAME =
      Pattern.compile("\\{\"jsonrpc\":\"2\\.0\",\"id\":\\d{1,15},\"method\":\"actor\\.");

  private int pongs;

  static boolean begins(String firstFrame) {
    return FIRST_FRAME.matcher(firstFrame).lookingAt();
  }

  /** A ping has come back; tells whether the opening is over with it. */
  boolean isOverAfterPong() {
    return ++pongs >= PINGS;
  }
}
