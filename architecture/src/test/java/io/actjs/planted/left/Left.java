package io.actjs.planted.left;

import io.actjs.planted.right.Right;

/** One end of a cycle of packages. */
public interface Left {
  Right right();
}
