package io.actjs.actctl.codegen;

import io.actjs.actctl.compat.Bump;
import io.actjs.actctl.compat.SchemaChange;
import io.actjs.actctl.compat.SchemaChanges;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is different between two sets of classes, for clients that were built with the first. */
public final class CatalogDiff {
  private CatalogDiff() {}

  /**
   * What became of a class.
   *
   * @param before its version; null when it is new
   * @param after its version; null when it is gone
   * @param changes those that ask for most first
   */
  public record OfClass(
      String name, @Nullable Version before, @Nullable Version after, List<SchemaChange> changes) {

    public Bump asks() {
      return SchemaChanges.asked(changes);
    }

    /** Whether it breaks clients and its version does not say so. */
    public boolean isUnsaid() {
      if (before == null || after == null) {
        return after == null;
      }
      return asks() == Bump.MAJOR
          && (VersionedFile.LOCAL.equals(after) || Bump.MAJOR.after(before).compareTo(after) > 0);
    }

    /** What breaks clients, and what to do. */
    public String reason() {
      String change = changes.getFirst().text() + ", which breaks clients: ";
      if (before == null || after == null) {
        return name + " is gone, which breaks clients: keep it until none uses it";
      }
      return VersionedFile.LOCAL.equals(after)
          ? change + "say its version, with the next major number, in " + name + ".meta.json"
          : change
              + "publish it as %s@%s or higher, not %s"
                  .formatted(name, Bump.MAJOR.after(before), after);
    }
  }

  /**
   * The classes that are different, by name.
   *
   * @param warnings receives what cannot be compared
   */
  public static List<OfClass> between(
      List<ClassModel> before, List<ClassModel> after, Consumer<String> warnings) {
    Map<String, ClassModel> old = byName(before);
    Map<String, ClassModel> now = byName(after);
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    List<OfClass> different = new ArrayList<>();
    for (String name : names) {
      ClassModel was = old.get(name);
      ClassModel is = now.get(name);
      List<SchemaChange> changes = changes(name, was, is, warnings);
      Version from = was == null ? null : was.version();
      Version to = is == null ? null : is.version();
      if (!changes.isEmpty() || from == null || !from.equals(to)) {
        different.add(new OfClass(name, from, to, changes));
      }
    }
    return different;
  }

  private static Map<String, ClassModel> byName(List<ClassModel> classes) {
    Map<String, ClassModel> byName = new TreeMap<>();
    classes.forEach(it -> byName.put(it.name(), it));
    return byName;
  }

  private static List<SchemaChange> changes(
      String name, @Nullable ClassModel was, @Nullable ClassModel is, Consumer<String> warnings) {
    if (is == null) {
      return List.of(new SchemaChange(Bump.MAJOR, name + " is gone"));
    }
    if (was == null) {
      return List.of(new SchemaChange(Bump.MINOR, name + " is new"));
    }
    for (ClassModel each : List.of(was, is)) {
      if (!SchemaChanges.isDescribed(each.schemas())) {
        warnings.accept("the types of " + each.ref() + " are unknown: they are not compared");
        return List.of();
      }
    }
    return SchemaChanges.between(name, was.schemas(), is.schemas());
  }
}
