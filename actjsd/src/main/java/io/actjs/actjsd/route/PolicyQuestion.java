package io.actjs.actjsd.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.access.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator asks a policy.
 *
 * @param what {@code read}, or {@code call:add}
 * @param args raw JSON
 */
record PolicyQuestion(String what, Principal who, String args) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OF_HANDLERS = Set.of("call", "tell");
  private static final Set<String> OTHERS = Set.of("read", "subscribe", "create", "destroy");

  /**
   * @throws io.actjs.model.ActjsException {@code SchemaInvalid}, {@code MalformedJson}
   */
  static PolicyQuestion of(RequestMembers body) {
    String what = body.text("do");
    String[] parts = what.split(":", 2);
    boolean named = parts.length == 2 && OF_HANDLERS.contains(parts[0]) && !parts[1].isEmpty();
    if (!named && !OTHERS.contains(what)) {
      throw RequestMembers.wrong(
          "\"do\" must be call:HANDLER, tell:HANDLER, read, subscribe, create or destroy");
    }
    return new PolicyQuestion(what, principal(body.object("as")), body.json("args", "{}"));
  }

  private static Principal principal(@Nullable RequestMembers as) {
    if (as == null) {
      return Principal.ANONYMOUS;
    }
    String sub = as.text("sub");
    if (sub.isEmpty() || sub.length() > Principal.LONGEST_SUB) {
      throw RequestMembers.wrong(
          "\"as.sub\" must have 1 to " + Principal.LONGEST_SUB + " characters");
    }
    String claims = as.json("claims", "{}");
    if (!claims.startsWith("{")) {
      throw RequestMembers.wrong("\"as.claims\" must be an object");
    }
    return new Principal(sub, roles(as), as.optionalText("tenant"), List.of(), claims);
  }

  private static List<String> roles(RequestMembers as) {
    JsonNode given;
    try {
      given = JSON.readTree(as.json("roles", "[]"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the body was read as JSON before", e);
    }
    List<String> roles = new ArrayList<>();
    given.forEach(role -> roles.add(role.isTextual() ? role.textValue() : ""));
    if (!given.isArray() || roles.contains("")) {
      throw RequestMembers.wrong("\"as.roles\" must be an array of names");
    }
    return roles;
  }
}
