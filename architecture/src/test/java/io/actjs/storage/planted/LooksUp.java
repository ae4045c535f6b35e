package io.actjs.storage.planted;

import io.actjs.runtime.ActorRuntime;

/** A part of the storage that uses what is above it. */
public interface LooksUp {
  ActorRuntime runtime();
}
