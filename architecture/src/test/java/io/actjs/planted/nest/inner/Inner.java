package io.actjs.planted.nest.inner;

import io.actjs.planted.nest.Outer;

/** The other end of it. */
public interface Inner {
  Outer outer();
}
