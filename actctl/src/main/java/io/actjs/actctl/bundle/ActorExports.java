package io.actjs.actctl.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The actor classes that a file exports, as its text says: nothing of it runs, so that a file with
 * an error is still what its author means it to be.
 *
 * @param names as they are exported, sorted; abstract ones are not among them
 * @param abstracts the names of those that are abstract
 * @param isModule whether it imports or exports anything
 */
record ActorExports(Set<String> names, Set<String> abstracts, boolean isModule) {
  private static final Set<String> BASES = Set.of("Actor", "EventSourced", "Replica");
  private static final int DEEPEST = 20;

  private static final String TYPES = "\\s*(?:<(?:[^<>]|<[^<>]*>)*>)?\\s*";
  private static final Pattern CLASS =
      Pattern.compile(
          "\\b(export\\s+)?(default\\s+)?(abstract\\s+)?class(?:\\s+(?!extends\\b)([\\w$]+))?"
              + TYPES
              + "\\bextends\\s+([\\w$.]+)");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\b(export\\s+)?(?:const|let|var)\\s+([\\w$]+)[^=;\\n]*=\\s*class\\b(?:\\s+(?!extends\\b)[\\w$]+)?"
              + TYPES
              + "\\bextends\\s+([\\w$.]+)");
  private static final Pattern EXPORT_LIST =
      Pattern.compile("\\bexport\\s*\\{([^}]*)\\}(?!\\s*from\\b)");
  private static final Pattern EXPORT_DEFAULT =
      Pattern.compile("\\bexport\\s*(?:default\\s+|=\\s*)([\\w$]+)\\s*(?:;|$)", Pattern.MULTILINE);
  private static final Pattern IMPORT =
      Pattern.compile("\\bimport\\s+(?!type\\b)([^;\"']+?)\\s*from\\s*([\"'])([^\"'\\n]+)\\2");
  private static final Pattern MODULE = Pattern.compile("(?m)^\\s*(?:import|export)\\b");

  /** Of a file. */
  static ActorExports of(Path file) throws IOException {
    return new Reading(new HashMap<>()).of(file, 0);
  }

  /** Where a name comes from: a module and the name there, {@code *} for all of it. */
  private record Imported(String from, String name) {}

  private record Declared(boolean isAbstract, String base) {}

  /** One look at a file and at those that it extends. */
  private record Reading(Map<Path, ActorExports> known) {

    ActorExports of(Path file, int depth) throws IOException {
      ActorExports found = known.get(file);
      if (found == null) {
        found = new ActorExports(Set.of(), Set.of(), true);
        known.put(file, found);
        if (depth < DEEPEST && Files.isRegularFile(file)) {
          found = read(file, SourceText.of(Files.readString(file)), depth);
          known.put(file, found);
        }
      }
      return found;
    }

    private ActorExports read(Path file, SourceText source, int depth) throws IOException {
      Map<String, Imported> imports = imports(source);
      Map<String, Declared> classes = new HashMap<>();
      Map<String, String> exported = new HashMap<>();
      collect(source.code(), classes, exported);
      Set<String> names = new TreeSet<>();
      Set<String> abstracts = new TreeSet<>();
      for (Map.Entry<String, String> each : exported.entrySet()) {
        Declared declared = classes.get(each.getValue());
        if (declared != null && isActor(each.getValue(), classes, imports, file, depth)) {
          (declared.isAbstract() ? abstracts : names).add(each.getKey());
        }
      }
      return new ActorExports(names, abstracts, MODULE.matcher(source.code()).find());
    }

    private static void collect(
        String code, Map<String, Declared> classes, Map<String, String> exported) {
      Matcher matcher = CLASS.matcher(code);
      while (matcher.find()) {
        boolean isDefault = matcher.group(2) != null;
        String name = matcher.group(4) == null ? "default" : matcher.group(4);
        classes.put(name, new Declared(matcher.group(3) != null, matcher.group(5)));
        if (matcher.group(1) != null) {
          exported.put(isDefault ? "default" : name, name);
        }
      }
      matcher = VARIABLE.matcher(code);
      while (matcher.find()) {
        classes.put(matcher.group(2), new Declared(false, matcher.group(3)));
        if (matcher.group(1) != null) {
          exported.put(matcher.group(2), matcher.group(2));
        }
      }
      matcher = EXPORT_LIST.matcher(code);
      while (matcher.find()) {
        for (String item : matcher.group(1).split(",", -1)) {
          String[] parts = item.strip().split("\\s+as\\s+", -1);
          exported.put(parts[parts.length - 1], parts[0]);
        }
      }
      matcher = EXPORT_DEFAULT.matcher(code);
      while (matcher.find()) {
        exported.put("default", matcher.group(1));
      }
    }

    private static Map<String, Imported> imports(SourceText source) {
      Map<String, Imported> imports = new HashMap<>();
      Matcher matcher = IMPORT.matcher(source.text());
      while (matcher.find()) {
        String clause = matcher.group(1);
        String from = matcher.group(3);
        boolean isCode = source.code().startsWith("import", matcher.start());
        if (isCode) {
          clause(clause, from, imports);
        }
      }
      return imports;
    }

    private static void clause(String clause, String from, Map<String, Imported> imports) {
      int brace = clause.indexOf('{');
      String before = (brace < 0 ? clause : clause.substring(0, brace)).strip();
      for (String item : before.split(",", -1)) {
        String name = item.strip();
        if (name.startsWith("*")) {
          imports.put(name.replaceFirst("^\\*\\s*as\\s+", ""), new Imported(from, "*"));
        } else if (!name.isEmpty()) {
          imports.put(name, new Imported(from, "default"));
        }
      }
      if (brace >= 0) {
        String inside = clause.substring(brace + 1).replace("}", "");
        for (String item : inside.split(",", -1)) {
          String[] parts = item.strip().replaceFirst("^type\\s+", "").split("\\s+as\\s+", -1);
          imports.put(parts[parts.length - 1], new Imported(from, parts[0]));
        }
      }
    }

    private boolean isActor(
        String name,
        Map<String, Declared> classes,
        Map<String, Imported> imports,
        Path file,
        int depth)
        throws IOException {
      Set<String> seen = new HashSet<>();
      String at = name;
      while (classes.containsKey(at) && seen.add(at)) {
        at = classes.get(at).base();
      }
      int dot = at.indexOf('.');
      String first = dot < 0 ? at : at.substring(0, dot);
      Imported imported = imports.get(first);
      if (imported == null) {
        // The form without imports has the kit in scope.
        return dot > 0 && first.equals("actjs") && BASES.contains(at.substring(dot + 1));
      }
      String theirs = imported.name().equals("*") ? at.substring(dot + 1) : imported.name();
      if (LocalModules.KIT.contains(imported.from())) {
        return BASES.contains(theirs);
      }
      Path other = LocalModules.resolve(file, imported.from());
      if (other == null) {
        return false;
      }
      ActorExports exports = of(other, depth + 1);
      return exports.names().contains(theirs) || exports.abstracts().contains(theirs);
    }
  }
}
