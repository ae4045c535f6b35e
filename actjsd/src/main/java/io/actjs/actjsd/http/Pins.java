package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.registry.Manifests;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Finds the manifest named by a request. It is checked on every request, so a version that expires
 * is refused from then on, even on a connection opened before.
 */
public final class Pins {
  public static final String HEADER = "X-Actjs-Manifest";
  public static final String PARAMETER = "manifest";
  public static final String STRICT_HEADER = "X-Actjs-Pin";
  public static final String STRICT_PARAMETER = "pin";

  /** Names the class version that ran. */
  public static final String VERSION_HEADER = "X-Actjs-Version";

  private static final int SHA_LENGTH = 64;
  private static final int WARNED = 10;

  private final Manifests manifests;

  public Pins(Manifests manifests) {
    this.manifests = manifests;
  }

  /**
   * The pin of a request: its headers, or else its query parameters. Warns in the response.
   *
   * @throws ActjsException as {@link #of(String, String)}
   */
  public Pin of(Request request, Response response) {
    Pin pin =
        of(
            Requests.headerOr(request, HEADER, PARAMETER),
            Requests.headerOr(request, STRICT_HEADER, STRICT_PARAMETER));
    if (pin.warning() != null) {
      response.getHeaders().put("Warning", header(pin.warning()));
    }
    return pin;
  }

  /** Names the version that ran in the response, and warns when it is not the pinned one. */
  public static void tell(Response response, Pin pin, ClassRef ran) {
    response.getHeaders().put(VERSION_HEADER, ran.toString());
    String missed = pin.missed(ran);
    if (missed != null) {
      response.getHeaders().add("Warning", header(missed));
    }
  }

  /** The value of the header {@code Warning}. */
  public static String header(String warning) {
    return "299 - \"" + warning + '"';
  }

  /** Whether the pin that the text names is found without a look into storage. */
  public boolean isAtHand(@Nullable String sha) {
    return sha == null || sha.isEmpty() || manifests.isAtHand(sha);
  }

  /**
   * The pin that the text names, and counts it as used; none for null or an empty text.
   *
   * @param mode {@code strict}, or null or empty
   * @throws ActjsException {@code ManifestUnknown}; {@code Gone} when a version of the manifest is
   *     past its grace window; {@code SchemaInvalid} for another mode, or one without a manifest
   */
  public Pin of(@Nullable String sha, @Nullable String mode) {
    boolean strict = isStrict(mode);
    if (sha == null || sha.isEmpty()) {
      if (strict) {
        throw new ActjsException(
            ProblemCode.SchemaInvalid,
            "a strict pin needs a manifest: name one with X-Actjs-Manifest, the parameter manifest or --manifest");
      }
      return Pin.NONE;
    }
    Manifest manifest = manifests.get(requireSha(sha));
    manifests.used(manifest);
    Manifests.Health health = manifests.health(manifest);
    if (!health.expired().isEmpty()) {
      throw gone(health.expired());
    }
    String warning = health.deprecated().isEmpty() ? null : warning(health.deprecated());
    return new Pin(manifest, warning, strict);
  }

  private static boolean isStrict(@Nullable String mode) {
    if (mode == null || mode.isEmpty()) {
      return false;
    }
    if (!mode.equals("strict")) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "a pin is \"strict\" or is not qualified: correct X-Actjs-Pin or pin");
    }
    return true;
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
