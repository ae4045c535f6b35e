package io.actjs.actjsd.rate;

/**
 * How far a sender is from being refused.
 *
 * @param limit requests at once
 * @param remaining of these
 * @param resetSeconds until all of them may be made again
 */
record Standing(long limit, long remaining, long resetSeconds) {}
