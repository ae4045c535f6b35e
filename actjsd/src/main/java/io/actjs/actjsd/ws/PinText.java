package io.actjs.actjsd.ws;

import org.jspecify.annotations.Nullable;

/**
 * What a request or a connection says about its pin, not yet looked at.
 *
 * @param manifest a sha, or null
 * @param mode {@code strict}, or null
 */
record PinText(@Nullable String manifest, @Nullable String mode) {
  /** The mode, of a connection whose requests do not have to name their manifests; else null. */
  @Nullable String ownMode() {
    return manifest == null || manifest.isEmpty() ? null : mode;
  }

  /** What a request says, completed by what its connection says. */
  PinText or(PinText connection) {
    return new PinText(
        manifest == null ? connection.manifest : manifest, mode == null ? connection.mode : mode);
  }
}
