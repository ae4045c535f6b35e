package io.actjs.runtime.mailbox;

import io.actjs.model.ActjsException;

/** Whoever waits for what becomes of a {@link Delivery}. Called on any thread; must not block. */
public interface Receiver {
  /** Of a delivery whose outcome concerns nobody. */
  Receiver NOBODY =
      new Receiver() {
        @Override
        public void answered(Answer answer) {}

        @Override
        public void failed(ActjsException reason) {}
      };

  /** It was done, durably. */
  void answered(Answer answer);

  /** It was not done, or nobody knows. */
  void failed(ActjsException reason);

  /** Whether the answer has come to an end without this. */
  default boolean abandoned() {
    return false;
  }
}
