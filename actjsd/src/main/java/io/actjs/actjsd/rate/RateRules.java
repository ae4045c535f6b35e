package io.actjs.actjsd.rate;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rate is whose.
 *
 * @param address of one address, whoever sends from it; null for none
 * @param principal of one principal; null for none
 * @param roles of one principal that has a role: the first of its roles that has a rate decides
 * @param classes of one principal to all actors of a class, in place of what the class says
 */
public record RateRules(
    @Nullable Rate address,
    @Nullable Rate principal,
    Map<String, Rate> roles,
    Map<String, Rate> classes) {
  /** Everybody may ask as often as it wants, unless a class says otherwise. */
  public static final RateRules NONE = new RateRules(null, null, Map.of(), Map.of());

  private static final String ADDRESS = "address";
  private static final String ROLE = "role:";
  private static final String CLASS = "class:";

  public RateRules {
    roles = Map.copyOf(roles);
    classes = Map.copyOf(classes);
  }

  /**
   * The rules as people write them: {@code 600/m} for each principal, {@code role:editor=6000/m},
   * {@code class:Cart=50/s}, {@code address=100/s}.
   *
   * @throws ActjsException {@code SchemaInvalid} for anything else, and for two of one kind
   */
  public static RateRules parse(List<String> settings) {
    Rate address = null;
    Rate principal = null;
    Map<String, Rate> roles = new LinkedHashMap<>();
    Map<String, Rate> classes = new LinkedHashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String subject = equals < 0 ? "" : setting.substring(0, equals).strip();
      Rate rate = Rate.parse(setting.substring(equals + 1));
      boolean twice;
      if (subject.isEmpty() && equals < 0) {
        twice = principal != null;
        principal = rate;
      } else if (subject.equals(ADDRESS)) {
        twice = address != null;
        address = rate;
      } else if (subject.startsWith(ROLE) && subject.length() > ROLE.length()) {
        twice = roles.put(subject.substring(ROLE.length()), rate) != null;
      } else if (subject.startsWith(CLASS) && subject.length() > CLASS.length()) {
        String name = ActorRef.requireClassName(subject.substring(CLASS.length()));
        twice = classes.put(name, rate) != null;
      } else {
        throw wrong(
            "a rate is for each principal (600/m), for a role (role:editor=6000/m), for a class"
                + " (class:Cart=50/s) or for an address (address=100/s), not for \""
                + subject
                + '"');
      }
      if (twice) {
        throw wrong("there are two rates for " + (subject.isEmpty() ? "principals" : subject));
      }
    }
    return new RateRules(address, principal, roles, classes);
  }

  /** Whether no request is counted before it is known which class it is for. */
  boolean isNone() {
    return address == null && principal == null && roles.isEmpty();
  }

  /** The rate of a principal; null for none. */
  @Nullable Rate of(Principal who) {
    if (!roles.isEmpty()) {
      for (String role : who.roles()) {
        Rate rate = roles.get(role);
        if (rate != null) {
          return rate;
        }
      }
    }
    return principal;
  }

  private static ActjsException wrong(String detail) {
    return new ActjsException(ProblemCode.SchemaInvalid, detail);
  }
}
