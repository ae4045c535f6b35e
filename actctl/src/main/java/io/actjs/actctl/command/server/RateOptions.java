package io.actjs.actctl.command.server;

import io.actjs.actjsd.rate.RateRules;
import io.actjs.model.ActjsException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often clients may ask. */
final class RateOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description =
          "How often each principal may ask, e.g. 600/m, or 600/m:100 with 100 at once; a role:"
              + " role:editor=6000/m; the actors of a class, whatever it says itself:"
              + " class:Cart=50/s; an address: address=100/s; repeatable (default: no limit but"
              + " those of classes).")
  private List<String> rates = List.of();

  RateRules rules() {
    try {
      return RateRules.parse(rates);
    } catch (ActjsException e) {
      throw new ParameterException(spec.commandLine(), "--rate: " + e.detail(), e);
    }
  }
}
