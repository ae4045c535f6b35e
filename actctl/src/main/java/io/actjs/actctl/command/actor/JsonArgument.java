package io.actjs.actctl.command.actor;

import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** JSON that a user typed, or piped in with {@code -}. It is checked, then sent unchanged. */
final class JsonArgument {
  /** The most that a server accepts. */
  private static final int MAX_BYTES = 1 << 20;

  private JsonArgument() {}

  /**
   * @param label how the usage text names the argument
   * @param text JSON, {@code -} for standard input, or null when it was left out
   * @return JSON text, or null when it was left out
   * @throws ParameterException when it is not JSON, with the position
   */
  static @Nullable String read(CommandSpec spec, String label, @Nullable String text) {
    if (text == null) {
      return null;
    }
    String json = text.equals("-") ? standardInput(spec, label) : text;
    try {
      Json.parse(json);
      return json;
    } catch (MalformedJson e) {
      String where = text.equals("-") ? " (standard input)" : "";
      throw new ParameterException(
          spec.commandLine(), label + where + " is not JSON: " + e.getMessage(), e);
    }
  }

  private static String standardInput(CommandSpec spec, String label) {
    try {
      // The stream belongs to the process and stays open.
      InputStream in = System.in;
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ParameterException(
            spec.commandLine(), label + " (standard input) is larger than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure("cannot read standard input: " + e.getMessage(), e);
    }
  }
}
