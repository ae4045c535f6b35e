package io.actjs.storage;

import java.util.function.Consumer;

/** There is nobody else. */
enum NoSignals implements Signals {
  INSTANCE;

  @Override
  public void send(Signal signal) {}

  @Override
  public void listen(Consumer<Signal> listener) {}
}
