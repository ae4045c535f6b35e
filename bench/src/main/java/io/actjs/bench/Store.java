package io.actjs.bench;

import java.util.Locale;

/** Where the daemon keeps its turns. */
enum Store {
  /** SQLite, {@code synchronous=FULL}: an answer says that the turn was synced to the disk. */
  DURABLE("fsynced"),
  /** The memory driver: an answer says that the turn is in the journal of the process. */
  MEMORY("in memory");

  private final String acknowledgement;

  Store(String acknowledgement) {
    this.acknowledgement = acknowledgement;
  }

  /** What an answered call means. */
  String acknowledgement() {
    return acknowledgement;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
