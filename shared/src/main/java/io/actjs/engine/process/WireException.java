package io.actjs.engine.process;

import java.io.IOException;

/** The other side said something that is no message. */
final class WireException extends IOException {
  private static final long serialVersionUID = 1L;

  WireException(String message) {
    super(message);
  }
}
