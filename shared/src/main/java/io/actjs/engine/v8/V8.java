package io.actjs.engine.v8;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.options.V8Flags;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import java.nio.file.Path;

/** The process-wide part of V8: its flags, which are fixed at the first isolate, and its host. */
public final class V8 {
  // The stack limit leaves a Java thread of 1 MiB room for the frames below V8 and for V8's C++.
  // The heap limit is no isolate's own: each has a lower one, see HeapGuard. ArrayBuffers count
  // towards it, which takes the next three flags, and are freed before V8 compares, which takes the
  // fourth: freed concurrently, what was garbage may still count. Unrolled endless loops lose the
  // check that stops them, see WatchdogFuzzTest. With protection keys, a thread that does not
  // descend from the one that started V8 may not even read V8's code: a collection there ends the
  // process.
  private static final String FLAGS =
      "--stack-size=768 --enable-sharedarraybuffer-per-context --max-old-space-size=4096"
          + " --external-memory-accounted-in-global-limit --enforce-global-heap-limit"
          + " --maximum-global-heap-limit-factor=1 --no-concurrent-array-buffer-sweeping"
          + " --no-turboshaft-loop-unrolling --no-memory-protection-keys";

  private static final Object LOCK = new Object();
  private static boolean configured;

  private V8() {}

  /** A new isolate in which no code can be made from strings. */
  public static V8Runtime newRuntime() {
    synchronized (LOCK) {
      configure();
    }
    try {
      V8Runtime runtime = V8Host.getV8I18nInstance().createV8Runtime(new V8RuntimeOptions());
      runtime.allowEval(false);
      // Without one, Javet prints each promise that nobody handles.
      runtime.setPromiseRejectCallback((event, promise, value) -> {});
      return runtime;
    } catch (JavetException e) {
      throw new IllegalStateException("V8 does not start: " + e.getMessage(), e);
    }
  }

  /** Puts V8's data where every process of this user finds it, if it is not there yet. */
  public static void prepareData() {
    Path unused = IcuData.file();
  }

  private static void configure() {
    if (configured) {
      return;
    }
    V8Flags flags = V8RuntimeOptions.V8_FLAGS;
    if (flags.isSealed()) {
      throw new IllegalStateException("V8 was started by other code, with other flags");
    }
    flags.setCustomFlags(FLAGS);
    flags.setIcuDataFile(IcuData.file().toString());
    V8Library.prepare();
    NativeDefaults.fix();
    configured = true;
  }
}
