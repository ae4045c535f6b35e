package io.actjs.actjsd.route;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.ActorRuntime;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The route that returns a copy of the store while calls are served. The copy is made beside the
 * store, one at a time, and deleted once it is sent.
 */
final class BackupRoutes {
  private final ActorRuntime runtime;
  private final AdminGate gate;
  private final @Nullable Path dataDir;
  private final Semaphore one = new Semaphore(1);

  BackupRoutes(ActorRuntime runtime, AdminGate gate, @Nullable Path dataDir) {
    this.runtime = runtime;
    this.gate = gate;
    this.dataDir = dataDir;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/admin/backup", gate.guarded((ctx, principal) -> backup(ctx)));
  }

  private void backup(Context ctx) throws IOException {
    if (!one.tryAcquire()) {
      throw new ActjsException(
          ProblemCode.BackupUnderWay,
          "another backup is in progress: try again when it has finished");
    }
    // A server that keeps nothing in a directory refuses before it writes anything.
    Path copy = (dataDir == null ? Path.of("") : dataDir).resolve("backup.tmp");
    try {
      Files.deleteIfExists(copy);
      runtime.maintenance().backup(copy);
      send(ctx.res(), copy);
    } finally {
      Files.deleteIfExists(copy);
      one.release();
    }
  }

  private static void send(HttpServletResponse response, Path copy) throws IOException {
    response.setStatus(200);
    response.setContentType("application/vnd.sqlite3");
    response.setContentLengthLong(Files.size(copy));
    Files.copy(copy, response.getOutputStream());
  }
}
