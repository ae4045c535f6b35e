package io.actjs.actctl.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code actctl audit verify}. */
@Command(
    name = "verify",
    description = {
      "Check that every entry of the audit log is as it was written.",
      "",
      "Prints the head of the audit: note it elsewhere, and pass it with --expect later.",
      ""
    },
    exitCodeList = {
      "0:Every entry is as it was written.",
      "1:An entry is missing, changed, inserted or moved.",
      "2:Wrong usage."
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl audit verify")
final class AuditVerifyCommand extends ClientCommand {
  @Option(
      names = "--expect",
      paramLabel = "HEAD",
      description = "Head of an earlier verification, which the audit must still have.")
  private @Nullable String expect;

  @Override
  protected int run(Server to) {
    String query = expect == null ? "" : "?expect=" + Server.encode(expect);
    JsonNode report = to.get("/v1/admin/audit/verify" + query);
    output.print(report, () -> text(report));
    return report.path("ok").asBoolean() ? 0 : 1;
  }

  private static String text(JsonNode report) {
    String sound = report.path("sound").asLong() + " entries are as they were written";
    long dropped = report.path("dropped").asLong();
    String behind = dropped == 0 ? "" : " (" + dropped + " more were dropped by retention)";
    if (report.path("ok").asBoolean()) {
      return sound + behind + "\nhead " + report.path("head").asText();
    }
    return "broken: "
        + report.path("fault").path("detail").asText()
        + "\nthe first "
        + sound
        + behind;
  }
}
