package io.actjs.model;

/** The source of time; injected, so that tests own it. */
public interface Clock {
  Clock SYSTEM = System::currentTimeMillis;

  /** Milliseconds since 1970. */
  long nowMs();
}
