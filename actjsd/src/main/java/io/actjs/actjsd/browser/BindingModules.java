package io.actjs.actjsd.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bindings of the client and what else stands beside it, made by {@link ClientBuild} for
 * bundlers of pages: modules that import frameworks by their names, and the client from {@link
 * ClientRoutes#CURRENT}.
 */
public final class BindingModules {
  /** Paths of the modules; what one imports of another is relative to its own. */
  public static final List<String> NAMES =
      List.of(
          "offline/index.js",
          "tabs/index.js",
          "bindings/index.js",
          "bindings/fetch.js",
          "bindings/react/index.js",
          "bindings/react/server.js",
          "bindings/svelte/index.js",
          "bindings/element/index.js");

  private BindingModules() {}

  /**
   * The text of a module.
   *
   * @param name of {@link #NAMES}
   */
  public static String text(String name) throws IOException {
    try (InputStream in = BindingModules.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
