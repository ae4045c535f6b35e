package io.actjs.actjsd.token;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.storage.access.StoredToken;
import io.actjs.wire.RawJson;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token that is to be created stands for.
 *
 * @param sub the principal; not a name of the server's own
 * @param roles without repetition
 * @param claims a JSON object, raw
 * @param note what it is for, for people; may be empty
 * @param expiresAt milliseconds since 1970; {@link StoredToken#NEVER} for a token that does not
 */
public record TokenTerms(
    String sub,
    List<String> roles,
    @Nullable String tenant,
    String claims,
    String note,
    long expiresAt) {
  private static final int MOST_ROLES = 32;
  private static final int LONGEST_ROLE = 128;
  private static final int LONGEST_NOTE = 1_024;

  /** They go with every message that the principal causes. */
  private static final int LONGEST_CLAIMS = 8 << 10;

  /** What a server has of itself, with no token. */
  private static final String SYSTEM_ROLE = "system";

  /**
   * @throws ActjsException {@code SchemaInvalid} when no token may stand for that
   */
  public TokenTerms {
    requireText("the sub", sub, Principal.LONGEST_SUB);
    if (Principal.isReserved(sub)) {
      throw wrong(
          "the sub \""
              + sub
              + "\" is reserved: \"system\", \"anonymous\" and what begins with \"cap:\" are given"
              + " by the server alone; choose another");
    }
    roles = List.copyOf(new LinkedHashSet<>(roles));
    if (roles.size() > MOST_ROLES) {
      throw wrong("a token has at most " + MOST_ROLES + " roles");
    }
    for (String role : roles) {
      requireText("a role", role, LONGEST_ROLE);
      if (role.equals(SYSTEM_ROLE)) {
        throw wrong("the role \"system\" is the server's own; choose another");
      }
    }
    if (tenant != null) {
      requireText("the tenant", tenant, Principal.LONGEST_SUB);
    }
    if (claims.length() > LONGEST_CLAIMS) {
      throw wrong("the claims have more than " + LONGEST_CLAIMS + " characters of JSON");
    }
    var unused = RawJson.members(claims);
    if (note.length() > LONGEST_NOTE || hasControls(note)) {
      throw wrong("the note has at most " + LONGEST_NOTE + " characters and no control characters");
    }
  }

  private static void requireText(String what, String text, int longest) {
    if (text.isBlank() || text.length() > longest || hasControls(text)) {
      throw wrong(what + " has 1 to " + longest + " characters and no control characters");
    }
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static ActjsException wrong(String detail) {
    return new ActjsException(ProblemCode.SchemaInvalid, detail);
  }
}
