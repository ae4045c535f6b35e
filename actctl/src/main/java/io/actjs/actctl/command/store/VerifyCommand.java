package io.actjs.actctl.command.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Json;
import io.actjs.storage.check.Damage;
import io.actjs.storage.check.StoreCheck;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl verify}. */
@Command(
    name = "verify",
    description = {
      "Check an entire store and report any damage.",
      "",
      "Nothing is changed. A server with a data directory must be stopped; one on PostgreSQL may"
          + " keep running.",
      ""
    },
    exitCodeList = {"0:Nothing is damaged.", "1:Something is damaged.", "2:Wrong usage."},
    footerHeading = "%nExamples:%n",
    footer = {"  actctl verify --data .actjs", "  actctl verify --data .actjs --json | jq .damage"})
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private StoreOptions store;

  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    StoreCheck check = new StoreCheck();
    StoreCheck.Report report =
        output
            .progress("checking")
            .during(
                () -> {
                  store.inspect(check);
                  return check.report();
                });
    output.print(json(report), () -> text(report));
    return report.damageCount() == 0 ? 0 : 1;
  }

  private String text(StoreCheck.Report report) {
    StringBuilder text = new StringBuilder();
    for (Damage damage : report.damages()) {
      text.append(ErrorLines.oneLine(damage.where() + ": " + damage.what())).append('\n');
    }
    long untold = report.damageCount() - report.damages().size();
    if (untold > 0) {
      text.append("and ").append(untold).append(" more\n");
    }
    text.append(store.place())
        .append(report.damageCount() == 0 ? " is whole: " : " is damaged: read ")
        .append(report.actors() + " actors with " + report.turns() + " turns, and ")
        .append(report.classes() + " class versions");
    if (report.withoutSum() > 0) {
      text.append("; rows of earlier versions without a checksum: ").append(report.withoutSum());
    }
    return text.toString();
  }

  private ObjectNode json(StoreCheck.Report report) {
    ArrayNode damage = JsonNodeFactory.instance.arrayNode();
    report
        .damages()
        .forEach(each -> damage.addObject().put("where", each.where()).put("what", each.what()));
    ObjectNode json =
        Json.object()
            .put("store", store.place())
            .put("whole", report.damageCount() == 0)
            .put("actors", report.actors())
            .put("turns", report.turns())
            .put("classes", report.classes())
            .put("withoutChecksum", report.withoutSum())
            .put("damages", report.damageCount());
    json.set("damage", damage);
    return json;
  }
}
