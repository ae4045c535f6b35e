package io.actjs.planted.right;

import io.actjs.planted.left.Left;

/** The other end of it. */
public interface Right {
  Left left();
}
