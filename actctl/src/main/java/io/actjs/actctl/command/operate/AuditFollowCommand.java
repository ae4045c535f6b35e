package io.actjs.actctl.command.operate;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code actctl audit follow}. */
@Command(
    name = "follow",
    description = {
      "Show entries of the audit log as they are written, until Ctrl-C.",
      "",
      "Reconnects automatically, also to a server that was restarted, and shows no entry twice."
          + " With --json, prints one document per line.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  actctl audit follow --action token.", "  actctl audit follow --after 1042 --json"})
final class AuditFollowCommand extends ClientCommand {

  @Mixin private AuditFilter filter;

  @Option(
      names = "--after",
      paramLabel = "ORDINAL",
      description = "Ordinal of the entry to begin behind (default: the newest entry).")
  private @Nullable Long after;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "Number of entries to show before ending.")
  private @Nullable Integer count;

  static String path(AuditFilter filter) {
    return "/v1/admin/audit/events" + filter.query().replaceFirst("^&", "?");
  }

  @Override
  protected int run(Server to) {
    if (count != null && count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be at least 1");
    }
    if (after != null && after < 0) {
      throw new ParameterException(spec.commandLine(), "--after must not be negative");
    }
    String place = after == null ? null : after.toString();
    return new Followed(to, path(filter), place, output).run(new AuditLines(spec, output, count));
  }
}
