package io.actjs.actctl.compat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds, among the forms of an old and of a new schema, which have become which: those that share
 * the values of constant members, as events share their type, then those that share a name, then
 * those that share most members.
 */
final class FormPairs {
  private static final int OF_A_CONSTANT = 10_000;
  private static final int OF_EQUALS = 5_000;
  private static final int OF_A_NAME = 2_000;

  private FormPairs() {}

  /** A form and what it has become. */
  record Pair<T extends Form>(T before, T after) {}

  private record Candidate(Pair<Form.Members> pair, int likeness) {}

  /** Takes what it pairs out of the sets. */
  static List<Pair<Form.Members>> members(Set<Form> before, Set<Form> after) {
    List<Form.Members> old = of(Form.Members.class, before);
    List<Form.Members> now = of(Form.Members.class, after);
    boolean single = old.size() == 1 && now.size() == 1;
    List<Candidate> candidates = new ArrayList<>();
    for (Form.Members each : old) {
      for (Form.Members other : now) {
        int likeness = likeness(each, other);
        if (single || likeness > 0) {
          candidates.add(new Candidate(new Pair<>(each, other), likeness));
        }
      }
    }
    candidates.sort(Comparator.comparingInt(Candidate::likeness).reversed());
    List<Pair<Form.Members>> pairs = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Pair<Form.Members> pair = candidate.pair();
      if (before.contains(pair.before()) && after.contains(pair.after())) {
        before.remove(pair.before());
        after.remove(pair.after());
        pairs.add(pair);
      }
    }
    return pairs;
  }

  /** Arrays in their order. Takes what it pairs out of the sets. */
  static List<Pair<Form.Elements>> elements(Set<Form> before, Set<Form> after) {
    List<Form.Elements> old = of(Form.Elements.class, before);
    List<Form.Elements> now = of(Form.Elements.class, after);
    List<Pair<Form.Elements>> pairs = new ArrayList<>();
    for (int i = 0; i < Math.min(old.size(), now.size()); i++) {
      before.remove(old.get(i));
      after.remove(now.get(i));
      pairs.add(new Pair<>(old.get(i), now.get(i)));
    }
    return pairs;
  }

  private static <T extends Form> List<T> of(Class<T> kind, Set<Form> forms) {
    return forms.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** 0 for forms that are different things. */
  private static int likeness(Form.Members before, Form.Members after) {
    Map<String, JsonNode> old = before.constants();
    Map<String, JsonNode> now = after.constants();
    int same = 0;
    boolean differs = false;
    for (Map.Entry<String, JsonNode> each : old.entrySet()) {
      JsonNode other = now.get(each.getKey());
      same += each.getValue().equals(other) ? OF_A_CONSTANT : 0;
      differs |= other != null && !each.getValue().equals(other);
    }
    if (differs && same == 0) {
      return 0;
    }
    int likeness = same + (before.equals(after) ? OF_EQUALS : 0);
    likeness += before.name() != null && before.name().equals(after.name()) ? OF_A_NAME : 0;
    for (String member : before.properties().keySet()) {
      likeness += after.properties().containsKey(member) ? 1 : 0;
    }
    return likeness;
  }
}
