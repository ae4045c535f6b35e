package io.actjs.bench.soak;

import java.util.Locale;

/** What the load does. */
enum Operation {
  CALL,
  SOCKET,
  SOCKET_CALL,
  SUBSCRIBE,
  CREATE,
  DELETE,
  TELL,
  REMIND,
  CANCEL,
  DEAD_LETTER,
  RETRY,
  DROP,
  PUBLISH,
  MANIFEST,
  MIGRATE,
  ROLLBACK,
  DEPRECATE;

  /** Its name in the output. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
