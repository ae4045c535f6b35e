package io.actjs.policy.capability;

import java.util.List;

/**
 * Which capabilities a server mints and accepts.
 *
 * @param issuer the {@code iss} of those that it mints, and the only one that it accepts
 * @param audience a capability for somebody ({@code aud}) has to be for one of these
 * @param longestMs for how long it mints one at most, milliseconds
 */
public record CapabilityRules(String issuer, List<String> audience, long longestMs) {
  /** Unless something else is said. */
  public static final String ISSUER = "actjs";

  /** Unless something else is said. */
  public static final long LONGEST_MS = 24 * 3_600_000L;

  /** No server mints one for longer: a revocation that names nothing but an id lasts as long. */
  public static final long LIMIT_MS = 30 * 24 * 3_600_000L;

  public static final CapabilityRules DEFAULT =
      new CapabilityRules(ISSUER, List.of(ISSUER), LONGEST_MS);

  /** The same for capabilities that last that long at most. */
  public CapabilityRules atMost(long ms) {
    return new CapabilityRules(issuer, audience, ms);
  }

  /**
   * @throws IllegalArgumentException for a name that no capability can have, or a time out of range
   */
  public CapabilityRules {
    CapabilityTerms.requireName("the issuer", issuer);
    audience = List.copyOf(audience);
    audience.forEach(each -> CapabilityTerms.requireName("an audience", each));
    if (longestMs < 1 || longestMs > LIMIT_MS) {
      throw new IllegalArgumentException("capabilities may last 1 ms to 30 days");
    }
  }
}
