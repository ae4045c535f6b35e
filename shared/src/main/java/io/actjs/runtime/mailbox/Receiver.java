package io.actjs.runtime.mailbox;

import io.actjs.model.ActjsException;

/** The receiver of the outcome of a {@link Delivery}. Called on any thread; must not block. */
public interface Receiver {
  /** For a delivery whose outcome concerns nobody. */
  Receiver NOBODY =
      new Receiver() {
        @Override
        public void answered(Answer answer) {}

        @Override
        public void failed(ActjsException reason) {}
      };

  /** Its turn begins; said again when it has to begin again. */
  default void running() {}

  /** Its turn has ended well, and is on its way to storage. */
  default void ended() {}

  /** It was done, durably. */
  void answered(Answer answer);

  /** It was not done, or that is unknown. */
  void failed(ActjsException reason);

  /** Whether the answer has come to an end without this. */
  default boolean abandoned() {
    return false;
  }
}
