package io.actjs.actctl.compat;

import io.actjs.actctl.compat.Difference.Kind;
import java.util.Optional;
import java.util.Set;

/** Whether an argument that is an object can be left out, by the forms that it has. */
enum Absence {
  /** It can: a form says so. */
  SAID,
  /** It can: no member is required, or there is nothing else. */
  IMPLIED,
  NOT;

  /**
   * Takes {@link Form.Nothing} out of the forms. Where it stands for the only object, an object
   * without members takes its place, so that members are seen to come and go.
   */
  static Absence takenFrom(Set<Form> forms) {
    boolean said = forms.remove(new Form.Nothing());
    boolean hasMembers = false;
    boolean implied = false;
    for (Form form : forms) {
      if (form instanceof Form.Members members) {
        hasMembers = true;
        implied |= members.required().isEmpty();
      }
    }
    if (said && !hasMembers) {
      forms.add(Form.Members.NONE);
    }
    return implied || (said && !hasMembers) ? IMPLIED : said ? SAID : NOT;
  }

  /** What is different now, unless the members say it. */
  static Optional<Difference> difference(Absence before, Absence after, String path) {
    if (before == SAID && after == NOT) {
      return Optional.of(new Difference(Kind.NARROWER, path, "can no longer be left out"));
    }
    return before == NOT && after == SAID
        ? Optional.of(new Difference(Kind.WIDER, path, "may be left out now"))
        : Optional.empty();
  }
}
