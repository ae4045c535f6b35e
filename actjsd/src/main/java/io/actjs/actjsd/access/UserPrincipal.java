package io.actjs.actjsd.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.ActjsException;
import io.actjs.model.access.Principal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the principal of a user of what a credential says, which comes from outside: nobody can say
 * that they are the server itself, or nobody, or whoever has a capability.
 */
public final class UserPrincipal {
  /** Characters of the text of all claims. */
  public static final int LONGEST_CLAIMS = 16 << 10;

  private static final int MOST_ROLES = 100;
  private static final int LONGEST_NAME = 255;
  private static final String SUB = "sub";
  private static final String ROLES = "roles";
  private static final String TENANT = "tenant";
  private static final String CLAIMS = "claims";
  private static final Set<String> MEMBERS = Set.of(SUB, ROLES, TENANT, CLAIMS);

  private UserPrincipal() {}

  /**
   * The principal of a user.
   *
   * @param claims a JSON object, raw
   * @throws ActjsException {@code Unauthorized}
   */
  public static Principal of(
      @Nullable String sub, List<String> roles, @Nullable String tenant, String claims) {
    if (sub == null || sub.isEmpty() || sub.length() > Principal.LONGEST_SUB || !isName(sub)) {
      throw Door.unauthorized(
          "sub must be a text of 1 to "
              + Principal.LONGEST_SUB
              + " characters, without control characters or blanks at its ends");
    }
    if (Principal.isReserved(sub)) {
      throw Door.unauthorized("sub is a name that is reserved for the server");
    }
    if (roles.size() > MOST_ROLES || !roles.stream().allMatch(UserPrincipal::isShortName)) {
      throw Door.unauthorized(
          "there may be "
              + MOST_ROLES
              + " roles at most, each a text of 1 to "
              + LONGEST_NAME
              + " characters");
    }
    if (Principal.SYSTEM.roles().stream().anyMatch(roles::contains)) {
      throw Door.unauthorized("one of the roles is reserved for the server");
    }
    if (tenant != null && !isShortName(tenant)) {
      throw Door.unauthorized("tenant must be a text of 1 to " + LONGEST_NAME + " characters");
    }
    if (claims.length() > LONGEST_CLAIMS) {
      throw Door.unauthorized("the claims are longer than " + (LONGEST_CLAIMS >> 10) + " KiB");
    }
    return new Principal(sub, roles, tenant, List.of(), claims);
  }

  /**
   * The principal that a JSON object with {@code sub}, {@code roles}, {@code tenant} and {@code
   * claims} says, of which only the first has to be there.
   *
   * @throws ActjsException {@code Unauthorized}
   */
  public static Principal read(byte[] json) {
    ObjectNode object = StrictJson.object(json);
    Iterator<String> names = object.fieldNames();
    while (names.hasNext()) {
      if (!MEMBERS.contains(names.next())) {
        throw Door.unauthorized("a principal has no members but sub, roles, tenant and claims");
      }
    }
    JsonNode claims = object.path(CLAIMS);
    if (!claims.isMissingNode() && !claims.isNull() && !claims.isObject()) {
      throw Door.unauthorized("claims must be an object");
    }
    return of(
        text(object.path(SUB), SUB),
        texts(object.path(ROLES), ROLES),
        text(object.path(TENANT), TENANT),
        claims.isObject() ? claims.toString() : "{}");
  }

  /**
   * A text, or null when there is none.
   *
   * @throws ActjsException {@code Unauthorized} for any other value
   */
  public static @Nullable String text(JsonNode value, String name) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw Door.unauthorized(name + " must be a text");
    }
    return value.textValue();
  }

  /**
   * An array of texts; empty when there is none.
   *
   * @throws ActjsException {@code Unauthorized} for any other value
   */
  public static List<String> texts(JsonNode value, String name) {
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : value) {
      if (!each.isTextual() || texts.size() > MOST_ROLES) {
        throw Door.unauthorized(name + " must be an array of texts, " + MOST_ROLES + " at most");
      }
      texts.add(each.textValue());
    }
    if (!value.isArray()) {
      throw Door.unauthorized(name + " must be an array of texts");
    }
    return List.copyOf(texts);
  }

  private static boolean isShortName(String name) {
    return !name.isEmpty() && name.length() <= LONGEST_NAME && isName(name);
  }

  /** Whether it is the same wherever it is stored and shown. */
  private static boolean isName(String name) {
    return name.equals(name.strip())
        && name.codePoints()
            .noneMatch(
                c ->
                    Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.FORMAT);
  }
}
