package io.actjs.actctl.command.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.config.EffectiveValues.Effective;
import io.actjs.actctl.config.Key;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code actctl config get}. */
@Command(
    name = "get",
    description = {
      "Print the value of a key, one line for each value of a list.",
      "",
      "Fails when nothing sets it and it has no default.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  actctl config get server", "  actctl config get daemon.port"})
final class ConfigGetCommand implements Callable<Integer> {
  @Parameters(paramLabel = "KEY", description = "Key, e.g. server or daemon.port.")
  private String name;

  @Mixin private EffectiveValues values;
  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    Key key = values.keys().require(name);
    Effective value = values.of(List.of(key)).getFirst();
    if (value.values().isEmpty()) {
      throw new Failure(
          "%s is not set: set it in a file (\"actctl config path\") or as $%s"
              .formatted(name, key.variable()),
          null);
    }
    ObjectNode document = Json.object().put("key", name);
    value.shown().forEach(document.putArray("values")::add);
    document.put("layer", value.layer().label()).put("origin", value.origin());
    output.print(document, () -> String.join(System.lineSeparator(), value.shown()));
    return 0;
  }
}
