package io.actjs.actctl.command.dev;

import io.actjs.actctl.inspect.InspectAddress;
import io.actjs.actctl.inspect.InspectorServer;
import io.actjs.actctl.screen.Failure;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.Instruments;
import io.actjs.actjsd.Isolation;
import io.actjs.engine.Engine;
import io.actjs.engine.inspect.DebugClock;
import io.actjs.engine.inspect.Debugger;
import io.actjs.model.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code --inspect}: lets debuggers into the actors' isolate. */
final class InspectOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--inspect",
      arity = "0..1",
      paramLabel = "[HOST:]PORT",
      preprocessor = Attached.class,
      converter = AddressConverter.class,
      description =
          "Address where a debugger may attach, VS Code or Chrome; without a value, "
              + InspectAddress.DEFAULT
              + ". Whoever reaches it can run any code in the actors.")
  private @Nullable InspectAddress address;

  private @Nullable InspectorServer server;
  private volatile String attachedTo = "";

  /** A value is attached by an equals sign; the word behind the option is another argument. */
  static final class Attached implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's own.
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec arg, Map<String, Object> info) {
      if (!"=".equals(info.get("separator"))) {
        args.push(InspectAddress.DEFAULT);
      }
      return false;
    }
  }

  /** Of the option's value. */
  static final class AddressConverter implements ITypeConverter<InspectAddress> {
    @Override
    public InspectAddress convert(String text) {
      try {
        return InspectAddress.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Where a debugger may attach; null when none may. */
  @Nullable Supplier<String> attachment() {
    return address == null ? null : () -> "may attach to " + attachedTo;
  }

  /**
   * What the next daemon runs with, the inspector if it is asked for. One at a time: {@link
   * #release} comes before the next, also when that does not start.
   *
   * @param folders of the class files
   */
  Instruments instruments(DaemonConfig config, List<Path> folders) {
    InspectAddress at = address;
    if (at == null) {
      return Instruments.of(config);
    }
    if (config.isolation() != Isolation.THREAD) {
      throw new ParameterException(
          spec.commandLine(), "--inspect needs the isolates in the server: use --isolation thread");
    }
    DebugClock clock = new DebugClock(Clock.SYSTEM);
    Debugger debugger = new Debugger(className -> file(folders, className), clock);
    InspectorServer opened = open(debugger, at);
    server = opened;
    attachedTo = opened.authority();
    return new Instruments(limits -> Engine.open(limits, debugger), clock, 1);
  }

  /** Has what is paused go on: the end of a server waits for it. */
  void release() {
    InspectorServer opened = server;
    server = null;
    if (opened != null) {
      opened.close();
    }
  }

  private static InspectorServer open(Debugger debugger, InspectAddress at) {
    try {
      return InspectorServer.open(debugger, at);
    } catch (IOException e) {
      throw new Failure(
          "cannot listen for debuggers at %s:%d: %s; choose another with --inspect=PORT"
              .formatted(at.host(), at.port(), e.getMessage()),
          e);
    }
  }

  /** Of two classes of one name, that of the first folder is the one that runs. */
  private static @Nullable Path file(List<Path> folders, String className) {
    return folders.stream()
        .map(folder -> folder.resolve(className + ".ts").toAbsolutePath().normalize())
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }
}
