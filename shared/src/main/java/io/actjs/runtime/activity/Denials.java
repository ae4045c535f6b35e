package io.actjs.runtime.activity;

import io.actjs.model.Envelope;

/** Is told of each request that the policy of a class refuses. Thread-safe. */
public interface Denials {
  /** Does nothing. */
  Denials NONE = envelope -> {};

  /** Neither waits nor throws: workers call it. */
  void denied(Envelope refused);
}
