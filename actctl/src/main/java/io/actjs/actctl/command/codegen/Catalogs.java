package io.actjs.actctl.command.codegen;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.codegen.ClassCatalog;
import io.actjs.actctl.codegen.FolderCatalog;
import io.actjs.actctl.codegen.GeneratedCatalog;
import io.actjs.actctl.codegen.ServerCatalog;
import io.actjs.actctl.codegen.Target;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.ServerOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the classes of a command line are. */
final class Catalogs {
  private final ServerOption servers;
  private final OutputOption output;

  Catalogs(ServerOption servers, OutputOption output) {
    this.servers = servers;
    this.output = output;
  }

  /** Whether an argument names a server; no argument does. */
  static boolean isServer(@Nullable String source) {
    return source == null || source.matches("https?://.*");
  }

  /**
   * The server that an argument names.
   *
   * @param source null for the server of the options and the configuration
   */
  Server server(@Nullable String source) {
    return source == null ? servers.server(output::warn) : servers.server(source, output::warn);
  }

  /**
   * @param manifest of a server; null for the versions that new actors run
   * @param reducers whether those of event-sourced classes are wanted
   */
  ClassCatalog of(@Nullable String source, @Nullable String manifest, boolean reducers) {
    return isServer(source)
        ? new ServerCatalog(server(source), manifest, reducers, output::warn)
        : new FolderCatalog(Path.of(source), reducers);
  }

  /** The same, of classes that are only looked at: what was generated of them is enough. */
  ClassCatalog compared(String source) {
    if (isServer(source)) {
      return of(source, null, false);
    }
    Path path = Path.of(source);
    boolean isNamed = path.endsWith(Target.MANIFEST);
    Path folder = isNamed ? path.resolveSibling("") : path;
    return isNamed || GeneratedCatalog.isIn(folder)
        ? new GeneratedCatalog(folder)
        : new FolderCatalog(folder, false);
  }
}
