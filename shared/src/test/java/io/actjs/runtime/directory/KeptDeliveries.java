package io.actjs.runtime.directory;

import io.actjs.runtime.mailbox.Delivery;
import java.util.ArrayList;
import java.util.List;

/** A directory that keeps what it is given. */
public final class KeptDeliveries implements Directory {
  public final List<Delivery> delivered = new ArrayList<>();
  public final List<Delivery> abandoned = new ArrayList<>();
  private boolean closed;

  /** Gives away what was delivered, and forgets it. */
  public List<Delivery> take() {
    List<Delivery> taken = List.copyOf(delivered);
    delivered.clear();
    return taken;
  }

  public void close() {
    closed = true;
  }

  @Override
  public void deliver(Delivery delivery) {
    delivered.add(delivery);
  }

  @Override
  public void abandon(Delivery delivery) {
    abandoned.add(delivery);
  }

  @Override
  public void cancel(Delivery delivery) {}

  @Override
  public void demand(Delivery delivery, long total) {}

  @Override
  public boolean isClosed() {
    return closed;
  }
}
