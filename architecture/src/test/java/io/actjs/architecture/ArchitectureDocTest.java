package io.actjs.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/architecture.md names what there is. */
class ArchitectureDocTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOC = ROOT.resolve("docs/architecture.md");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

  /** A class in CamelCase, perhaps with packages before it and a member after it. */
  private static final Pattern NAME =
      Pattern.compile("([a-z]\\w*\\.)*[A-Z]\\w*[a-z]\\w*(\\.\\w+)*");

  private static final Pattern FILE = Pattern.compile("[\\w.-]+(/[\\w.-]+)+");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");
  private static final Pattern STATE_ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| .* → .*\\|$");

  @Test
  void everyClassAndMemberItNamesExists() throws IOException {
    assertEquals(
        Set.of(),
        code(NAME).filter(it -> !isKnown(it)).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyFileItNamesExists() throws IOException {
    Set<String> missing =
        code(FILE)
            .filter(it -> !Files.exists(ROOT.resolve(it)))
            .collect(Collectors.toCollection(TreeSet::new));
    LINK.matcher(Files.readString(DOC))
        .results()
        .map(it -> it.group(1))
        .filter(it -> !Files.exists(DOC.resolveSibling(it)))
        .forEach(missing::add);
    assertEquals(Set.of(), missing);
  }

  @Test
  void itsTableOfHostStatesIsComplete() throws IOException {
    Set<String> documented =
        STATE_ROW
            .matcher(Files.readString(DOC))
            .results()
            .map(it -> it.group(1))
            .collect(Collectors.toSet());
    documented.add("Gone"); // Nothing follows it.
    assertEquals(
        Production.CLASSES.get("io.actjs.runtime.host.HostState").getSubclasses().stream()
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet()),
        documented);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ActorHost",
        "ActorHost.pump",
        "host.ActorHost",
        "mailbox.Reply",
        "HostState.Gone",
        "CallCycle"
      })
  void aNameIsKnownThatMeansOneThing(String name) {
    assertTrue(isKnown(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ActorHosts", "ActorHost.pumps", "worker.ActorHost", "Reply"})
  void aNameIsNotKnownThatMeansNothingOrSeveralThings(String name) {
    assertFalse(isKnown(name));
  }

  private static Stream<String> code(Pattern form) throws IOException {
    return CODE.matcher(Files.readString(DOC))
        .results()
        .map(it -> it.group(1))
        .filter(form.asMatchPredicate());
  }

  private static boolean isKnown(String name) {
    if (find(name).isPresent() || isProblem(name)) {
      return true;
    }
    int dot = name.lastIndexOf('.');
    return dot > 0
        && find(name.substring(0, dot))
            .filter(it -> hasMember(it, name.substring(dot + 1)))
            .isPresent();
  }

  private static boolean isProblem(String name) {
    return hasMember(Production.CLASSES.get("io.actjs.model.ProblemCode"), name);
  }

  private static boolean hasMember(JavaClass owner, String name) {
    return owner.getAllMembers().stream().anyMatch(it -> it.getName().equals(name));
  }

  /** The one class in a file of its own that the name is of, or else one inside of another. */
  private static Optional<JavaClass> find(String name) {
    List<JavaClass> found =
        Production.CLASSES.stream()
            .filter(it -> ("." + it.getName().replace('$', '.')).endsWith("." + name))
            .toList();
    List<JavaClass> ownFile = found.stream().filter(JavaClass::isTopLevelClass).toList();
    return ownFile.size() > 1
        ? Optional.empty()
        : ownFile.stream().findFirst().or(() -> found.stream().findFirst());
  }
}
