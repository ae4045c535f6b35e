package io.actjs.runtime.planted;

import com.caoccao.javet.values.V8Value;

/** A part of the runtime that reaches around the engine. */
public interface KnowsV8 {
  V8Value value();
}
