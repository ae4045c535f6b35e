package io.actjs.policy.capability;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a capability that is to be minted lets its bearer do.
 *
 * @param actor to this actor, and no other
 * @param methods run these handlers, by calls and messages; without repetition
 * @param grants {@link #GRANTS} that it may do besides; without repetition
 * @param audience for whom it is, or null for everybody who accepts the issuer's
 * @param ttlMs for how long, milliseconds
 */
public record CapabilityTerms(
    ActorRef actor,
    List<String> methods,
    List<String> grants,
    @Nullable String audience,
    long ttlMs) {
  /** What a bearer may be let do besides running handlers. */
  public static final Set<String> GRANTS = Set.of("read", "subscribe", "create", "destroy");

  /** Before the name of a handler that a bearer may run. */
  public static final String CALL = "call:";

  /** Handlers, and grants, of one capability. */
  public static final int MOST = 100;

  private static final int LONGEST_NAME = 255;

  /**
   * @throws ActjsException {@code SchemaInvalid} when no capability can have these terms
   */
  public CapabilityTerms {
    methods = List.copyOf(new LinkedHashSet<>(methods));
    grants = List.copyOf(new LinkedHashSet<>(grants));
    if (methods.isEmpty() && grants.isEmpty()) {
      throw wrong("a capability needs a method, or something that it grants");
    }
    if (methods.size() > MOST) {
      throw wrong("a capability has at most " + MOST + " methods");
    }
    for (String method : methods) {
      if (method.isEmpty() || method.length() > LONGEST_NAME) {
        throw wrong("the name of a method has 1 to " + LONGEST_NAME + " characters");
      }
    }
    if (!GRANTS.containsAll(grants)) {
      throw wrong("a capability may grant read, subscribe, create and destroy, nothing else");
    }
    if (audience != null && !isName(audience)) {
      throw wrong("the audience has 1 to " + LONGEST_NAME + " printable ASCII characters");
    }
    if (ttlMs < 1) {
      throw wrong("a capability lasts 1 ms or longer");
    }
  }

  private static ActjsException wrong(String detail) {
    return new ActjsException(ProblemCode.SchemaInvalid, detail);
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NAME
        && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  /**
   * @throws IllegalArgumentException when a text cannot be the name of an issuer or an audience
   */
  static void requireName(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          what + " has 1 to " + LONGEST_NAME + " printable ASCII characters");
    }
  }
}
