package io.actjs.storage;

/** A driver that stays open when who uses it closes it: others use it too, or go on with it. */
public final class KeptOpen extends ForwardingDriver {
  public KeptOpen(StorageDriver store) {
    super(store);
  }

  @Override
  public void close() {}
}
