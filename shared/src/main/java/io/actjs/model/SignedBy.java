package io.actjs.model;

/**
 * Whose signature a published version carries.
 *
 * @param kid the key's id
 * @param signature standard base64 of the 64 bytes
 */
public record SignedBy(String kid, String signature, Scope scope) {
  /** What the signature covers. */
  public enum Scope {
    /** Source bytes, name and version, as the original signs. */
    SOURCE,
    /** Also dependencies, engines and flags. */
    RELEASE
  }
}
