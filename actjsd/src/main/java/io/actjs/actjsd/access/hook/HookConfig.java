package io.actjs.actjsd.access.hook;

import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.model.Clock;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Has a function decide who sends a request.
 *
 * @param file the TypeScript module whose default export it is
 * @param engines where it runs, in an engine of its own
 */
public record HookConfig(Path file, Function<EngineLimits, Engine> engines)
    implements AuthenticatorProvider {
  private static final long CPU_MS = 1_000;
  private static final long HEAP_BYTES = 64L << 20;

  @Override
  public String name() {
    return "auth.ts";
  }

  /** Checks, compiles and loads it: when that fails, the server does not start. */
  @Override
  public Authenticator open() {
    HookFile source = new HookFile(file);
    HookFunction first = source.read();
    Engine engine =
        engines.apply(EngineLimits.DEFAULT.withHandlerCpuMs(CPU_MS).withHeapBytes(HEAP_BYTES));
    try {
      HookThread thread = new HookThread(engine, first);
      return new HookAuthenticator(thread, new HookReload(source, thread, Clock.SYSTEM));
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }
}
