package io.actjs.wire;

import io.actjs.model.access.Principal;
import java.util.List;

/** A {@link Principal} as JSON; members that say nothing are left out. */
public final class PrincipalText {
  private PrincipalText() {}

  /** Appends the object. */
  public static void write(Principal principal, StringBuilder out) {
    JsonText.quote(principal.sub(), out.append("{\"sub\":"));
    texts("roles", principal.roles(), out);
    if (principal.tenant() != null) {
      JsonText.quote(principal.tenant(), out.append(",\"tenant\":"));
    }
    texts("capabilities", principal.capabilities(), out);
    if (principal.hasClaims()) {
      out.append(",\"claims\":").append(principal.claims());
    }
    out.append('}');
  }

  public static String of(Principal principal) {
    StringBuilder out = new StringBuilder(principal.weight() + 32);
    write(principal, out);
    return out.toString();
  }

  private static void texts(String name, List<String> texts, StringBuilder out) {
    if (texts.isEmpty()) {
      return;
    }
    out.append(",\"").append(name).append("\":[");
    for (int i = 0; i < texts.size(); i++) {
      out.append(i == 0 ? "" : ",");
      JsonText.quote(texts.get(i), out);
    }
    out.append(']');
  }
}
