package io.actjs.actctl.command.server;

import io.actjs.actctl.inspect.InspectAddress;
import io.actjs.actctl.inspect.InspectorServer;
import io.actjs.actctl.screen.Failure;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.Instruments;
import io.actjs.actjsd.Isolation;
import io.actjs.actjsd.token.Tokens;
import io.actjs.engine.Engine;
import io.actjs.engine.inspect.DebugClock;
import io.actjs.engine.inspect.Debugger;
import io.actjs.model.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Stack;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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

  /**
   * Starts a daemon, with the inspector if it is asked for.
   *
   * @param dir of the class files
   * @param told where a debugger may attach
   */
  Daemon start(
      DaemonConfig config, BiConsumer<Tokens, URI> prepare, Path dir, Consumer<String> told) {
    InspectAddress at = address;
    if (at == null) {
      return Daemon.start(config, prepare);
    }
    if (config.isolation() != Isolation.THREAD) {
      throw new ParameterException(
          spec.commandLine(), "--inspect needs the isolates in the server: use --isolation thread");
    }
    DebugClock clock = new DebugClock(Clock.SYSTEM);
    Debugger debugger = new Debugger(className -> file(dir, className), clock);
    InspectorServer opened = open(debugger, at);
    server = opened;
    try {
      Daemon daemon =
          Daemon.start(
              config, prepare, new Instruments(limits -> Engine.open(limits, debugger), clock, 1));
      told.accept("a debugger may attach to " + opened.authority());
      return daemon;
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
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

  private static @Nullable Path file(Path dir, String className) {
    Path file = dir.resolve(className + ".ts").toAbsolutePath().normalize();
    return Files.isRegularFile(file) ? file : null;
  }

  /** What is paused goes on before the server, which waits for it, is stopped. */
  Runnable before(Runnable stop) {
    InspectorServer opened = server;
    return opened == null
        ? stop
        : () -> {
          opened.close();
          stop.run();
        };
  }
}
