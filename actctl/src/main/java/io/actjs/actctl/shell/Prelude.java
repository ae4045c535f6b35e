package io.actjs.actctl.shell;

import io.actjs.engine.script.ScriptIsolate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** Isolates in which snippets run: with what these find there. */
final class Prelude {
  /** In stack traces. */
  private static final String RESOURCE = "actjs-shell.js";

  private static final int SEED_BYTES = 32;

  private Prelude() {}

  /** An isolate for the calling thread. */
  static ScriptIsolate open() {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    ScriptIsolate isolate = ScriptIsolate.open(HexFormat.of().formatHex(seed));
    for (String module : List.of("inspect", "session")) {
      isolate.provide("actjs/shell/" + module, RESOURCE, read(module + ".js"));
    }
    return isolate;
  }

  private static String read(String name) {
    try (InputStream in = Prelude.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing on the classpath");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
