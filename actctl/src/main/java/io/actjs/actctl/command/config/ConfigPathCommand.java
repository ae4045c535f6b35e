package io.actjs.actctl.command.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.config.ConfigPlaces;
import io.actjs.actctl.config.ConfigPlaces.Place;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl config path}. */
@Command(
    name = "path",
    description = {
      "Show which files are read, and which of them exist.",
      "",
      "A file comes before those below it. $ACTJS_CONFIG_DIR moves the file of the user, "
          + "$ACTJS_SYSTEM_CONFIG that of the machine.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl config path")
final class ConfigPathCommand implements Callable<Integer> {
  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    List<Place> places = ConfigPlaces.of(Path.of(""), System::getenv);
    output.print(json(places), () -> text(places));
    return 0;
  }

  private static ObjectNode json(List<Place> places) {
    ObjectNode document = Json.object();
    ArrayNode files = document.putArray("files");
    for (Place place : places) {
      files
          .addObject()
          .put("layer", place.layer().label())
          .put("file", place.file().toString())
          .put("state", state(place));
    }
    return document;
  }

  private static String text(List<Place> places) {
    Table table = new Table("LAYER", "FILE", "STATE");
    for (Place place : places) {
      table.row(place.layer().label(), place.file().toString(), state(place));
    }
    return table.toString();
  }

  private static String state(Place place) {
    if (!place.exists()) {
      return "absent";
    }
    if (!place.isReadable()) {
      return "unreadable";
    }
    return place.doubt() == null ? "exists" : "refused";
  }
}
