package io.actjs.actjsd.access.capability;

import io.actjs.model.ActjsException;
import io.actjs.model.access.Principal;
import io.actjs.policy.capability.CapabilityTerms;
import java.nio.charset.StandardCharsets;

/**
 * Capabilities, both as they come and with claims that are signed: bound to one actor, or refused.
 */
public final class CapabilityFuzz {
  private static final long NOW = 1_800_000_000_000L;
  private static final Minter MINTER = new Minter();

  private CapabilityFuzz() {}

  /**
   * @param data a capability; or, behind a brace, claims that are signed; or, behind a blank, a
   *     header and claims, with a line break between them, both signed
   */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    if (text.startsWith("{")) {
      verify(MINTER.signed(text));
    } else if (text.startsWith(" ") && text.indexOf('\n') > 0) {
      int end = text.indexOf('\n');
      verify(MINTER.signed(text.substring(1, end), text.substring(end + 1)));
    } else {
      verify(text);
    }
  }

  private static void verify(String token) {
    try {
      CapabilityVerifier.Verified found = MINTER.verifier.verify(token, NOW);
      Principal principal = found.principal();
      boolean isBound =
          principal.isCapability()
              && principal.roles().isEmpty()
              && principal.tenant() == null
              && principal.capabilities().stream().allMatch(CapabilityFuzz::isGrant)
              && found.expiresAt() > NOW
              && !found.jti().isEmpty();
      if (!isBound) {
        throw new AssertionError("not refused: " + principal);
      }
    } catch (ActjsException e) {
      if (e.code().httpStatus() != 401) {
        throw new AssertionError("refused as " + e.code(), e);
      }
    }
  }

  private static boolean isGrant(String text) {
    return text.startsWith(CapabilityTerms.CALL) || CapabilityTerms.GRANTS.contains(text);
  }
}
