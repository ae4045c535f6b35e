package io.actjs.actctl.command.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.config.EffectiveValues.Effective;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code actctl config show}. */
@Command(
    name = "show",
    description = {
      "Show every key with its value.",
      "",
      "Keys of the table [daemon] are the options of \"actctl start\". Secrets are not shown.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl config show --origin")
final class ConfigShowCommand implements Callable<Integer> {
  @Mixin private EffectiveValues values;
  @Mixin private OutputOption output;

  @Option(
      names = "--origin",
      description = "Show where each value is from: a file and its line, a variable, or default.")
  private boolean origin;

  @Override
  public Integer call() {
    List<Effective> all = values.of(List.copyOf(values.keys().all()));
    output.print(json(all), () -> text(all));
    return 0;
  }

  private static ObjectNode json(List<Effective> all) {
    ObjectNode document = Json.object();
    ArrayNode settings = document.putArray("settings");
    for (Effective each : all) {
      ObjectNode setting = settings.addObject().put("key", each.key().name());
      each.shown().forEach(setting.putArray("values")::add);
      setting.put("layer", each.layer().label()).put("origin", each.origin());
      setting.put("variable", each.key().variable());
    }
    return document;
  }

  private String text(List<Effective> all) {
    Table table = origin ? new Table("KEY", "VALUE", "ORIGIN") : new Table("KEY", "VALUE");
    for (Effective each : all) {
      String value = each.values().isEmpty() ? "-" : each.text();
      if (origin) {
        table.row(each.key().name(), value, each.origin());
      } else {
        table.row(each.key().name(), value);
      }
    }
    return table.toString();
  }
}
