package io.actjs.registry;

import io.actjs.model.ClassRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The versions of one class; immutable.
 *
 * @param inOrder in order of publishing, none twice
 * @param latest the highest; one without prerelease when there is one
 */
record VersionList(List<ClassRef> inOrder, ClassRef latest) {
  private static final Comparator<ClassRef> RELEASES_LAST =
      Comparator.comparing((ClassRef ref) -> ref.version().prerelease().isEmpty())
          .thenComparing(ClassRef::version);

  static VersionList of(ClassRef only) {
    return new VersionList(List.of(only), only);
  }

  VersionList with(ClassRef ref) {
    if (inOrder.contains(ref)) {
      return this;
    }
    List<ClassRef> more = new ArrayList<>(inOrder);
    more.add(ref);
    return new VersionList(
        List.copyOf(more), RELEASES_LAST.compare(ref, latest) > 0 ? ref : latest);
  }
}
