package io.actjs.model;

/**
 * The signature of a published version.
 *
 * @param kid the key's id
 * @param signature standard base64 of the 64 bytes
 */
public record SignedBy(String kid, String signature, Scope scope) {
  /** The content covered by the signature. */
  public enum Scope {
    /** Source bytes, name and version, as the original signs. */
    SOURCE,
    /** Also dependencies, engines and flags. */
    RELEASE
  }
}
