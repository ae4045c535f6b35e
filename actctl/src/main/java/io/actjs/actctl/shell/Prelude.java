package io.actjs.actctl.shell;

import io.actjs.engine.script.ScriptIsolate;
import io.actjs.engine.source.ClasspathText;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** Isolates in which snippets run: with what these find there. */
final class Prelude {
  /** In stack traces. */
  private static final String RESOURCE = "actjs-shell.js";

  private static final String HOME = "/io/actjs/actctl/shell/";
  private static final int SEED_BYTES = 32;

  private Prelude() {}

  /** An isolate for the calling thread. */
  static ScriptIsolate open() {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    ScriptIsolate isolate = ScriptIsolate.open(HexFormat.of().formatHex(seed));
    for (String module : List.of("inspect", "session")) {
      isolate.provide("actjs/shell/" + module, RESOURCE, ClasspathText.read(HOME + module + ".js"));
    }
    return isolate;
  }
}
