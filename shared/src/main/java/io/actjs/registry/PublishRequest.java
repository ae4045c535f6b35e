package io.actjs.registry;

import io.actjs.model.ClassKind;
import io.actjs.model.ClassShape.Durability;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to publish a version.
 *
 * @param version as the publisher wrote it; stored in canonical form
 * @param source TypeScript
 * @param deps class name to npm version range
 * @param engines engine name to npm version range; {@code actjs} is this server
 * @param kind the kind that the publisher expects, or null; another kind is rejected
 * @param durability the durability that the publisher expects, or null; another is rejected
 * @param signature the signature, or null
 * @param check false skips the type check
 * @param types class name to source of classes whose types the source imports; for the check only.
 *     For others the published sources are used.
 */
public record PublishRequest(
    String name,
    String version,
    String source,
    Map<String, String> deps,
    Map<String, String> engines,
    boolean floating,
    @Nullable ClassKind kind,
    @Nullable Durability durability,
    @Nullable Signature signature,
    boolean check,
    Map<String, String> types) {

  /**
   * A signature as it was sent.
   *
   * @param base64 standard base64 of the 64 bytes of an Ed25519 signature
   */
  public record Signature(String kid, String base64) {}

  /** A class without options. */
  public static PublishRequest of(String name, String version, String source) {
    return new PublishRequest(
        name, version, source, Map.of(), Map.of(), false, null, null, null, true, Map.of());
  }

  /** The same, without a type check. */
  public PublishRequest unchecked() {
    return new PublishRequest(
        name, version, source, deps, engines, floating, kind, durability, signature, false, types);
  }

  /** The same, floating. */
  public PublishRequest floats() {
    return new PublishRequest(
        name, version, source, deps, engines, true, kind, durability, signature, check, types);
  }

  /** The same, with sources of classes whose types it imports. */
  public PublishRequest with(Map<String, String> types) {
    return new PublishRequest(
        name, version, source, deps, engines, floating, kind, durability, signature, check, types);
  }
}
