package io.actjs.registry.env;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.env.DeclaredEnv;
import io.actjs.model.env.EnvType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which values published classes declare that are not deprecated. */
@FunctionalInterface
public interface Declarations {
  /** Those that declare something. */
  List<Declared> live();

  /** A published class, and what it declares. */
  record Declared(ClassRef ref, DeclaredEnv env) {}

  /**
   * @throws ActjsException {@code EnvInUse} when a class needs the value
   */
  default void requireUnneeded(String name) {
    List<ClassRef> users = new ArrayList<>();
    for (Declared each : live()) {
      EnvType type = each.env().type(name);
      if (type != null && !type.optional()) {
        users.add(each.ref());
      }
    }
    if (!users.isEmpty()) {
      String rest = users.size() == 1 ? "" : " and " + (users.size() - 1) + " more";
      throw new ActjsException(
          ProblemCode.EnvInUse,
          name
              + " is declared by "
              + users.getFirst()
              + rest
              + ", whose turns fail where they read it without a value: deprecate what needs it, or"
              + " unset it with --force");
    }
  }

  /**
   * @throws ActjsException {@code EnvInUse} when a class declares one of the values otherwise
   */
  default void requireFit(Map<String, EnvSnapshot.Value> values) {
    for (Declared each : live()) {
      for (Map.Entry<String, EnvSnapshot.Value> value : values.entrySet()) {
        String misfit = misfit(each.env().type(value.getKey()), value.getValue());
        if (misfit != null) {
          throw new ActjsException(
              ProblemCode.EnvInUse,
              "%s does not fit: %s declares it as %s, and %s; correct it, or set it with --force"
                  .formatted(value.getKey(), each.ref(), each.env().type(value.getKey()), misfit));
        }
      }
    }
  }

  private static @Nullable String misfit(@Nullable EnvType type, EnvSnapshot.Value value) {
    return type == null ? null : type.misfit(value.text(), value.secret());
  }
}
