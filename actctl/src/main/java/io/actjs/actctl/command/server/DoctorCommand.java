package io.actjs.actctl.command.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code actctl doctor}. */
@Command(
    name = "doctor",
    description = {
      "Check what this machine lets a server do.",
      "",
      "A line each: ok, warn or fail, what is so, and what to do. Writes a small file to the data"
          + " directory and removes it, and starts a process for handlers and ends it.",
      ""
    },
    exitCodeList = {"0:Nothing fails.", "1:Something fails.", "2:Wrong usage."},
    footerHeading = "%nExamples:%n",
    footer = {"  actctl doctor", "  actctl doctor --data /var/lib/actjs --output yaml"})
public final class DoctorCommand extends ClientCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".actjs",
      description = "Data directory, which need not exist (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + DaemonConfig.DEFAULT_PORT,
      description = "TCP port that a server would have (default: ${DEFAULT-VALUE}).")
  private int port;

  @Override
  protected int run(Server to) {
    requirePort();
    List<Finding> all = new ArrayList<>();
    all.add(Machine.java());
    all.add(Machine.memory());
    all.add(Machine.files());
    all.add(Machine.data(data));
    all.addAll(Machine.processes());
    all.addAll(daemon(to));
    output.print(json(all), () -> text(all));
    return isFailed(all) ? 1 : 0;
  }

  private List<Finding> daemon(Server to) {
    try {
      var unused = to.get("/v1/ready");
      return List.of(Finding.ok("server", "it answers and is ready"));
    } catch (Failure e) {
      if (e.getCause() instanceof IOException) {
        return List.of(Finding.warn("server", "none answers", "actctl start runs one"), port());
      }
      return List.of(Finding.fail("server", e.detail(), "its log says more"));
    }
  }

  private void requirePort() {
    if (port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port must be between 0 and 65535");
    }
  }

  private Finding port() {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return Finding.ok("port", socket.getLocalPort() + " is free");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.fail("port", port + ": " + e.getMessage(), "choose another with --port");
    }
  }

  private static boolean isFailed(List<Finding> all) {
    return all.stream().anyMatch(it -> it.level() == Finding.Level.FAIL);
  }

  private static String text(List<Finding> all) {
    return all.stream().map(it -> ErrorLines.oneLine(it.line())).collect(Collectors.joining("\n"));
  }

  private static ObjectNode json(List<Finding> all) {
    ObjectNode json = Json.object().put("well", !isFailed(all));
    ArrayNode findings = json.putArray("findings");
    all.forEach(it -> findings.add(it.json()));
    return json;
  }
}
