package io.actjs.actctl.crash;

/** A subscriber that connects again until it is stopped. */
interface Watch {
  Follower follower();

  void stop();
}
