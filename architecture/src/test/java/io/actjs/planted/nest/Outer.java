package io.actjs.planted.nest;

import io.actjs.planted.nest.inner.Inner;

/** One end of a cycle of a package and one below it. */
public interface Outer {
  Inner inner();
}
