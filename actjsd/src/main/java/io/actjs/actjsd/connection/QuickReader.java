package io.actjs.actjsd.connection;

import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/** Has the selector's thread itself tell a reader that there is something to read. */
final class QuickReader {
  private @Nullable Callback reader;
  private @Nullable Callback quick;

  /** A connection asks with the same callback again and again. */
  @SuppressWarnings("ReferenceEquality") // The very same one.
  Callback of(Callback callback) {
    Callback present = quick;
    if (present == null || reader != callback) {
      present = new NonBlocking(callback);
      reader = callback;
      quick = present;
    }
    return present;
  }

  private static final class NonBlocking extends Callback.Nested {
    NonBlocking(Callback callback) {
      super(callback);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
