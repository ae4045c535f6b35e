package io.actjs.actctl.compat;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.compat.Difference.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares two schemas by what they allow, member by member; names of definitions and the order of
 * alternatives make no difference. A type that contains itself is compared once.
 */
final class SchemaComparison {
  /** In one line. */
  private static final int MOST_FORMS = 6;

  private final JsonNode oldDefinitions;
  private final JsonNode newDefinitions;
  private final List<Difference> differences = new ArrayList<>();
  private final Set<Compared> compared = new HashSet<>();

  /** Two places of the documents, by identity. */
  private record Compared(JsonNode before, JsonNode after) {
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof Compared(JsonNode itsBefore, JsonNode itsAfter)
          && before == itsBefore
          && after == itsAfter;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(before) + System.identityHashCode(after);
    }
  }

  private SchemaComparison(JsonNode oldDefinitions, JsonNode newDefinitions) {
    this.oldDefinitions = oldDefinitions;
    this.newDefinitions = newDefinitions;
  }

  /**
   * The differences, in the order of the members.
   *
   * @param oldDefinitions what the old schema refers to, by name
   * @param newDefinitions what the new schema refers to
   */
  static List<Difference> of(
      JsonNode before, JsonNode oldDefinitions, JsonNode after, JsonNode newDefinitions) {
    SchemaComparison comparison = new SchemaComparison(oldDefinitions, newDefinitions);
    comparison.compare(before, after, "");
    return comparison.differences;
  }

  private void compare(JsonNode before, JsonNode after, String path) {
    JsonNode was = Form.resolved(before, oldDefinitions);
    JsonNode is = Form.resolved(after, newDefinitions);
    if (!compared.add(new Compared(was, is))) {
      return;
    }
    Set<Form> lost = new LinkedHashSet<>(Form.of(before, oldDefinitions));
    Set<Form> gained = new LinkedHashSet<>(Form.of(after, newDefinitions));
    if (lost.equals(Set.of(new Form.Anything())) || gained.equals(Set.of(new Form.Anything()))) {
      compareWithAnything(lost, gained, path);
      return;
    }
    Absence wasAbsent = Absence.takenFrom(lost);
    Absence isAbsent = Absence.takenFrom(gained);
    Set<Form> old = Set.copyOf(lost);
    Set<Form> now = new LinkedHashSet<>(gained);
    for (FormPairs.Pair<Form.Members> pair : FormPairs.members(lost, gained)) {
      compareMembers(pair.before(), pair.after(), path);
    }
    for (FormPairs.Pair<Form.Elements> pair : FormPairs.elements(lost, gained)) {
      compareElements(pair.before(), pair.after(), path);
    }
    lost.removeIf(form -> isAmong(form, now));
    gained.removeIf(form -> isAmong(form, old));
    addForms(lost, gained, now, path);
    Absence.difference(wasAbsent, isAbsent, path).ifPresent(differences::add);
  }

  private void compareWithAnything(Set<Form> before, Set<Form> after, String path) {
    if (before.equals(after)) {
      return;
    }
    boolean wasAnything = before.equals(Set.of(new Form.Anything()));
    differences.add(
        wasAnything
            ? new Difference(Kind.NARROWER, path, "is " + texts(after) + " now, not anything")
            : new Difference(Kind.WIDER, path, "can be anything now"));
  }

  private static boolean isAmong(Form form, Set<Form> forms) {
    boolean isScalar = form instanceof Form.Scalar || form instanceof Form.Other;
    return switch (form) {
      case Form.Literal literal -> forms.contains(literal) || forms.contains(literal.type());
      case Form each -> isScalar && forms.contains(each);
    };
  }

  private void addForms(Set<Form> lost, Set<Form> gained, Set<Form> now, String path) {
    if (!lost.isEmpty() && !gained.isEmpty()) {
      String text = "is " + texts(gained) + " now, not " + texts(lost);
      differences.add(new Difference(Kind.RETYPED, path, text));
    } else if (!lost.isEmpty()) {
      boolean isListed = now.stream().anyMatch(it -> isOneOf(it, lost));
      String text =
          isListed
              ? "is " + texts(now) + " now, not " + texts(lost)
              : "can no longer be " + texts(lost);
      differences.add(new Difference(Kind.NARROWER, path, text));
    } else if (!gained.isEmpty()) {
      differences.add(new Difference(Kind.WIDER, path, "can be " + texts(gained) + " now"));
    }
  }

  private static boolean isOneOf(Form form, Set<Form> forms) {
    return form instanceof Form.Literal literal && forms.contains(literal.type());
  }

  private static String texts(Set<Form> forms) {
    List<String> texts = forms.stream().map(Form::text).distinct().toList();
    String some = texts.stream().limit(MOST_FORMS).collect(Collectors.joining(" or "));
    return texts.isEmpty() ? "nothing" : some + (texts.size() > MOST_FORMS ? " or …" : "");
  }

  private void compareMembers(Form.Members before, Form.Members after, String path) {
    Set<String> names = new TreeSet<>(before.properties().keySet());
    names.addAll(after.properties().keySet());
    for (String name : names) {
      compareMember(name, before, after, path + '/' + escaped(name));
    }
    compare(before.rest(), after.rest(), path + "/*");
  }

  private void compareMember(String name, Form.Members before, Form.Members after, String path) {
    boolean wasRequired = before.required().contains(name);
    boolean isRequired = after.required().contains(name);
    JsonNode was = before.properties().get(name);
    JsonNode is = after.properties().get(name);
    if (is == null && isTrue(after.rest())) {
      differences.add(new Difference(Kind.REMOVED, path, "is gone"));
      return;
    }
    if (was == null && isTrue(before.rest())) {
      differences.add(
          isRequired
              ? new Difference(Kind.ADDED_REQUIRED, path, "is required now")
              : new Difference(Kind.ADDED, path, "is new"));
      return;
    }
    if (isRequired && !wasRequired) {
      differences.add(new Difference(Kind.NOW_REQUIRED, path, "is required now"));
    } else if (wasRequired && !isRequired) {
      differences.add(new Difference(Kind.NOW_OPTIONAL, path, "may be absent now"));
    }
    compare(was == null ? before.rest() : was, is == null ? after.rest() : is, path);
  }

  private void compareElements(Form.Elements before, Form.Elements after, String path) {
    int first = Math.max(before.first().size(), after.first().size());
    for (int i = 0; i < first; i++) {
      compare(element(before, i), element(after, i), path + '/' + i);
    }
    compare(before.rest(), after.rest(), path + "/*");
    if (after.least() > before.least()) {
      String text = "has " + after.least() + " or more elements now";
      differences.add(new Difference(Kind.NARROWER, path, text));
    } else if (after.least() < before.least()) {
      String text = "may have fewer than " + before.least() + " elements now";
      differences.add(new Difference(Kind.WIDER, path, text));
    }
  }

  private static JsonNode element(Form.Elements elements, int i) {
    return i < elements.first().size() ? elements.first().get(i) : elements.rest();
  }

  private static boolean isTrue(JsonNode schema) {
    return schema.isBoolean() && schema.booleanValue();
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
