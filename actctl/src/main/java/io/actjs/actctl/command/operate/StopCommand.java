package io.actjs.actctl.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code actctl stop}. */
@Command(
    name = "stop",
    description = {
      "Stop the server, and wait until it has ended.",
      "",
      "It stops as on SIGTERM: it takes no new calls, finishes those that run, and everything"
          + " acknowledged is on disk. Its exit code is 0, so systemd does not start it again"
          + " unless its unit says Restart=always.",
      "",
      "The exit code is 1 if no server is running, or if it has not ended in time.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  actctl stop", "  actctl stop --timeout 10 --server https://actors.example.com"})
public final class StopCommand extends ClientCommand {
  private static final long LOOK_MS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Time for the server to end (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Override
  protected int run(Server to) {
    if (timeout < 1) {
      throw new ParameterException(spec.commandLine(), "--timeout must be at least 1");
    }
    JsonNode stopping = begin(to);
    long end = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
    Optional<ProcessHandle> process = here(stopping);
    while (process.isPresent() ? process.get().isAlive() : answers(to)) {
      if (System.nanoTime() > end) {
        throw new Failure(
            "the server at "
                + to.url()
                + " has begun to stop, but has not ended within "
                + timeout
                + " s; its log says what it waits for",
            null);
      }
      pause();
    }
    output.print(Json.object().put("stopped", true).put("url", to.url()), () -> "stopped");
    return 0;
  }

  private static JsonNode begin(Server to) {
    try {
      return to.post("/v1/admin/stop", null);
    } catch (Failure e) {
      if (isRefused(e.getCause())) {
        throw new Failure("no server is running at " + to.url() + ": there is nothing to stop", e);
      }
      throw e;
    }
  }

  private static boolean isRefused(@Nullable Throwable cause) {
    return cause instanceof ConnectException
        || (cause != null && cause.getCause() instanceof ConnectException);
  }

  /** The process of the server, when it is one of this machine and another than this one. */
  private static Optional<ProcessHandle> here(JsonNode stopping) {
    long pid = stopping.path("pid").asLong();
    boolean local = stopping.path("host").asText().equals(hostName());
    return local && pid != ProcessHandle.current().pid() ? ProcessHandle.of(pid) : Optional.empty();
  }

  private static @Nullable String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static boolean answers(Server to) {
    try {
      var unused = to.ask("/v1/health", PATIENCE);
      return true;
    } catch (IOException e) {
      return !isRefused(e) && !isRefused(e.getCause());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted; the server goes on stopping", e);
    }
  }
}
