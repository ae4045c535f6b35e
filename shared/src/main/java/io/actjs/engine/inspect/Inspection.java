package io.actjs.engine.inspect;

import com.caoccao.javet.interop.V8Runtime;
import io.actjs.engine.guard.CpuWatch;

/** Looks into the isolates of an engine. Opt-in: an engine without one pays a null check. */
public interface Inspection {

  /** Whether other threads enter isolates, too, so that their own must not keep the lock. */
  boolean sharesLock();

  /** Whether isolates that only try something out are looked into, too. */
  boolean ofShortIsolates();

  /**
   * Begins to look into an isolate that has run none of an author's code yet. Called on the
   * isolate's thread.
   *
   * @param cpu the limit of that isolate's stretches
   */
  InspectedIsolate open(V8Runtime runtime, CpuWatch cpu);
}
