package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.registry.Manifests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the manifest named by a request. It is checked on every request, so a version that expires
 * is refused from then on, even on a connection opened before.
 */
public final class Pins {
  public static final String HEADER = "X-Actjs-Manifest";
  public static final String PARAMETER = "manifest";
  private static final int SHA_LENGTH = 64;
  private static final int WARNED = 10;

  private final Manifests manifests;

  public Pins(Manifests manifests) {
    this.manifests = manifests;
  }

  /**
   * The pin of a request: its header, or else its query parameter. Warns in the response.
   *
   * @throws ActjsException as {@link #of(String)}
   */
  public Pin of(HttpServletRequest request, HttpServletResponse response) {
    String sha = request.getHeader(HEADER);
    if ((sha == null || sha.isEmpty()) && request.getQueryString() != null) {
      // Asking for a parameter parses the query: few requests have one.
      sha = request.getParameter(PARAMETER);
    }
    Pin pin = of(sha);
    if (pin.warning() != null) {
      response.setHeader("Warning", header(pin.warning()));
    }
    return pin;
  }

  /** The value of the header {@code Warning}. */
  public static String header(String warning) {
    return "299 - \"" + warning + '"';
  }

  /**
   * The pin that the text names, and counts it as used; none for null or an empty text.
   *
   * @throws ActjsException {@code ManifestUnknown}; {@code Gone} when a version of the manifest is
   *     past its grace window
   */
  public Pin of(@Nullable String sha) {
    if (sha == null || sha.isEmpty()) {
      return Pin.NONE;
    }
    Manifest manifest = manifests.get(requireSha(sha));
    manifests.used(manifest);
    Manifests.Health health = manifests.health(manifest);
    if (!health.expired().isEmpty()) {
      throw gone(health.expired());
    }
    return new Pin(manifest, health.deprecated().isEmpty() ? null : warning(health.deprecated()));
  }

  /**
   * Returns the text unchanged when it can be the sha of a manifest: no other text comes near the
   * storage.
   *
   * @throws ActjsException {@code ManifestUnknown}
   */
  public static String requireSha(String text) {
    boolean hex = text.length() == SHA_LENGTH;
    for (int i = 0; hex && i < SHA_LENGTH; i++) {
      char c = text.charAt(i);
      hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    if (!hex) {
      throw new ActjsException(
          ProblemCode.ManifestUnknown,
          "a manifest is identified by its SHA-256, 64 lowercase hex digits; GET /v1/manifest?root=Name@range"
              + " makes one");
    }
    return text;
  }

  /** Short enough for a header, however many there are. */
  private static String warning(List<ClassRef> deprecated) {
    int more = deprecated.size() - WARNED;
    return more <= 0
        ? "VersionDeprecated " + names(deprecated)
        : "VersionDeprecated " + names(deprecated.subList(0, WARNED)) + " and " + more + " more";
  }

  private static String names(List<ClassRef> refs) {
    return refs.stream().map(ClassRef::toString).collect(Collectors.joining(", "));
  }

  private static ActjsException gone(List<ClassRef> expired) {
    String refs =
        expired.stream()
            .map(it -> "{\"class\":\"" + it.name() + "\",\"version\":\"" + it.version() + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    return new ActjsException(
        ProblemCode.Gone,
        "the manifest contains versions past their grace period: "
            + names(expired)
            + "; resolve a new manifest and use that",
        Map.of("expired", refs),
        null);
  }
}
