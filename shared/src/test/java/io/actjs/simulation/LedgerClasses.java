package io.actjs.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.actjs.model.AuditEntry;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.PublishRequest;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The actor classes of every simulation, compiled once. A ledger and an account have two versions:
 * a ledger moves to the second one when an operator says so, an account with the first call after
 * its publishing.
 */
public final class LedgerClasses {
  public static final Version V1 = Version.parse("1.0.0");
  public static final Version V2 = Version.parse("2.0.0");

  /** Pins both classes to their first version. */
  public static final Manifest PIN = Manifest.of(Map.of("Ledger", V1, "Account", V1));

  private static final String MOVED =
      """
        migrate(state: any) {
          return { ...state, moves: (state.moves ?? 0) + 1 };
        }
      }
      """;

  private static final List<PublishedClass> COMPILED = compile();

  private LedgerClasses() {}

  private static List<PublishedClass> compile() {
    String ledger = source("ledger.ts");
    String account = source("account.ts");
    try (TestRuntime runtime = TestRuntime.start(new MemoryDriver())) {
      return List.of(
          compiled(runtime, PublishRequest.of("Ledger", "1.0.0", ledger)),
          compiled(runtime, PublishRequest.of("Account", "1.0.0", account).floats()),
          compiled(runtime, PublishRequest.of("Board", "1.0.0", source("board.ts"))),
          compiled(runtime, PublishRequest.of("Ledger", "2.0.0", moved(ledger))),
          compiled(runtime, PublishRequest.of("Account", "2.0.0", moved(account)).floats()));
    }
  }

  /** The same class with a migration as its last member. */
  private static String moved(String source) {
    return source.substring(0, source.lastIndexOf('}')) + MOVED;
  }

  private static PublishedClass compiled(TestRuntime runtime, PublishRequest request) {
    var version = runtime.runtime().registry().publish(request.unchecked(), "simulation");
    PublishedClass whole = runtime.runtime().registry().get(version.ref());
    // Without a source map: nobody reads the stack traces.
    return new PublishedClass(whole.version(), whole.source(), whole.compiled(), "");
  }

  private static String source(String name) {
    try (InputStream in = LedgerClasses.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Publishes the first version of each class. */
  public static void publishFirst(RegistryStore store) {
    COMPILED.subList(0, 3).forEach(each -> publish(each, store));
    store.saveManifest(PIN, 0);
  }

  /** Publishes the second version of a class. */
  public static void publishSecond(String className, RegistryStore store) {
    COMPILED.stream()
        .filter(each -> each.ref().equals(new ClassRef(className, V2)))
        .forEach(each -> publish(each, store));
  }

  private static void publish(PublishedClass compiled, RegistryStore store) {
    AuditEntry audit =
        new AuditEntry(
            "audit-" + compiled.ref(),
            0,
            "simulation",
            "class.published",
            compiled.ref().toString(),
            "{}");
    store.publish(compiled, List.of(audit));
  }
}
