package io.actjs.engine;

import io.actjs.engine.source.ClasspathText;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The modules of others that the build puts into the kernel: {@code whatwg-url}, which is the
 * standard's own implementation, and what it needs; {@code js-sha256}. Their WebJars are on the
 * classpath of the build only.
 */
final class ForeignModules {
  private static final String HOME = "/META-INF/resources/webjars/";

  /**
   * The name that {@code require} knows a module by, and its path; sorted, so that builds are the
   * same.
   */
  static final SortedMap<String, String> MAINS =
      new TreeMap<>(
          Map.of(
              "whatwg-url", "whatwg-url/index.js",
              "tr46", "tr46/index.js",
              "punycode/", "punycode/punycode.js",
              "webidl-conversions", "webidl-conversions/lib/index.js",
              "js-sha256", "js-sha256/src/sha256.js"));

  private static final List<String> PATHS =
      List.of(
          "whatwg-url/14.2.0/index.js",
          "whatwg-url/14.2.0/webidl2js-wrapper.js",
          "whatwg-url/14.2.0/lib/Function.js",
          "whatwg-url/14.2.0/lib/URL-impl.js",
          "whatwg-url/14.2.0/lib/URL.js",
          "whatwg-url/14.2.0/lib/URLSearchParams-impl.js",
          "whatwg-url/14.2.0/lib/URLSearchParams.js",
          "whatwg-url/14.2.0/lib/encoding.js",
          "whatwg-url/14.2.0/lib/infra.js",
          "whatwg-url/14.2.0/lib/percent-encoding.js",
          "whatwg-url/14.2.0/lib/url-state-machine.js",
          "whatwg-url/14.2.0/lib/urlencoded.js",
          "whatwg-url/14.2.0/lib/utils.js",
          "tr46/5.0.0/index.js",
          "tr46/5.0.0/lib/mappingTable.json",
          "tr46/5.0.0/lib/regexes.js",
          "tr46/5.0.0/lib/statusMapping.js",
          "punycode/2.3.1/punycode.js",
          "webidl-conversions/7.0.0/lib/index.js",
          "js-sha256/0.11.1/src/sha256.js");

  private ForeignModules() {}

  /** Paths, without the versions, and texts. */
  static Map<String, String> read() {
    Map<String, String> modules = new TreeMap<>();
    for (String path : PATHS) {
      modules.put(path.replaceFirst("/[0-9.]+/", "/"), ClasspathText.read(HOME + path));
    }
    return modules;
  }
}
