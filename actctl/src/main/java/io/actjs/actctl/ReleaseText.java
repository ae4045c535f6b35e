package io.actjs.actctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.SignedBy;

final class ReleaseText {
  private ReleaseText() {}

  static String of(SignedBy.Scope scope, String className, ObjectNode body) {
    throw new UnsupportedOperationException();
  }
}
