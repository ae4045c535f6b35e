package io.actjs.runtime;

import org.jspecify.annotations.Nullable;

/** The answer of a {@code relaxed} class: it leaves before its turn is durable. */
final class EarlyReply extends Output {
  private final Message.Call call;
  private final @Nullable String result;

  EarlyReply(Message.Call call, @Nullable String result) {
    super(null, 0);
    this.call = call;
    this.result = result;
  }

  @Override
  void settle() {
    call.succeed(result);
  }
}
