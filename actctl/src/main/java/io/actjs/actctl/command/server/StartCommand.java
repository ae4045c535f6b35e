package io.actjs.actctl.command.server;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.credential.Credentials;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.reload.LiveSettings;
import io.actjs.actjsd.reload.Reload;
import io.actjs.actjsd.service.ServiceManager;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code actctl start}, the daemon in the foreground. */
@Command(
    name = "start",
    description = {
      "Run the server in the foreground.",
      "",
      "The first start makes an administrator's token, prints it, and keeps it for actctl of this "
          + "user; --open does without any authentication.",
      "",
      "Prints one line when it accepts calls. Ctrl-C or SIGTERM stops it: everything "
          + "acknowledged is on disk, and the next start continues from there. SIGHUP has it read its "
          + "configuration again, see \"actctl config reload\".",
      "",
      "If $DATABASE_URL is set (postgres://user:password@host:5432/name, or a JDBC URL), "
          + "the data is in that PostgreSQL database, unless --data or --ephemeral is given. One "
          + "server at a time works on a database: a second one is refused, or waits with "
          + "--standby.",
      "",
      "If $REDIS_URL is set (redis://user:password@host:6379/0, or rediss:// for TLS), "
          + "that Valkey, or Redis 6.2 or newer, makes activations cheaper and lets servers on "
          + "one database notify each other of changes. Nothing is lost while it is unreachable. "
          + "Deployments that share one need different $ACTJS_REDIS_PREFIX values (default: "
          + "actjs).",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  actctl start --data /var/lib/actjs", "  actctl start --ephemeral --port 0"})
public final class StartCommand implements Callable<Integer> {
  @Mixin private DaemonOptions options;
  @Mixin private StoreServerOptions servers;

  @Option(
      names = "--standby",
      description = "Wait while another server uses the database, and take over when it stops.")
  private boolean standby;

  @Option(
      names = "--accept-loss",
      description =
          "Start although the data directory lacks acknowledged turns or has the database of"
              + " another store, and record it.")
  private boolean acceptLoss;

  @Option(
      names = "--limits",
      description = "Show every limit with its value and what happens above it, and exit.")
  private boolean showLimits;

  @Spec private CommandSpec spec;

  @Mixin private OutputOption output;

  @Override
  public Integer call() throws InterruptedException {
    if (showLimits) {
      LimitTable.print(options.limits(), output);
      return 0;
    }
    options.configureLog();
    DaemonConfig config = config();
    if (standby && config.database() == null) {
      throw new ParameterException(
          spec.commandLine(), "--standby requires PostgreSQL: set $DATABASE_URL or --database");
    }
    if (acceptLoss && config.dataDir() == null) {
      throw new ParameterException(
          spec.commandLine(), "--accept-loss requires a data directory: name it with --data");
    }
    if (standby) {
      config = config.asStandby();
    }
    if (acceptLoss) {
      config = config.acceptingLoss();
    }
    // The hook of CleanStop closes the server, as a signal does; systemd sees a clean exit.
    config = config.withStop(() -> System.exit(0));
    AdminAccess access = new AdminAccess(config, Credentials.ofUser(), output::warn);
    ServiceManager manager = ServiceManager.of(System::getenv);
    Daemon daemon = Daemon.start(config, access::ensure, manager::standsBy);
    CleanStop stop =
        CleanStop.of(
            () -> {
              manager.stopping();
              daemon.close();
            });
    takeReloads(daemon.reload());
    AdminAccess.Result admin = access.result();
    String data = place(config);
    String line =
        "actjs is serving at "
            + daemon.uri()
            + (data.isEmpty() ? ", in memory only" : ", data in " + data)
            + (config.valkey() == null ? "" : ", Valkey at " + config.valkey().place());
    ObjectNode document = Json.object().put("url", daemon.uri().toString()).put("data", data);
    if (admin.made() != null) {
      document.put("adminToken", admin.made());
    }
    output.print(document, () -> told(admin) + line);
    manager.ready(line, daemon.lifeSign());
    stop.await();
    return 0;
  }

  /** The configuration that the options make. */
  DaemonConfig config() {
    return options.configWithServers(Path.of(".actjs"), servers);
  }

  /** What a running server can take of the options. */
  LiveSettings live() {
    return options.live(config());
  }

  private void takeReloads(Reload reload) {
    new StartConfiguration(() -> fresh(spec.root()), spec).serve(reload);
  }

  /** The same commands, as if none had parsed anything. */
  private static CommandLine fresh(CommandSpec root) {
    CommandLine fresh = new CommandLine(root.userObject().getClass());
    for (CommandLine each : new LinkedHashSet<>(root.subcommands().values())) {
      Object command = each.getCommandSpec().userObject();
      if (command != null) { // Of some commands a line has the names alone.
        fresh.addSubcommand(command.getClass());
      }
    }
    return fresh.setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Scripts find the token behind the first colon of the first line. */
  private static String told(AdminAccess.Result admin) {
    return admin.made() == null
        ? ""
        : """
          admin token, shown this once: %s
            actctl of this user finds it in %s; other clients send Authorization: Bearer <token>
          """
            .formatted(
                admin.made(),
                admin.kept().isEmpty()
                    ? "no file: keep it"
                    : admin.kept().stream().map(Path::toString).collect(joining(" and ")));
  }

  private static String place(DaemonConfig config) {
    if (config.database() != null) {
      return config.database().place();
    }
    return config.dataDir() == null ? "" : config.dataDir().toString();
  }
}
