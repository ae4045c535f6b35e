package io.actjs.actctl.test;

import io.actjs.actctl.bundle.ClassFiles;
import io.actjs.actctl.coverage.CoverageRun;
import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.inspect.Inspection;
import io.actjs.engine.script.ScriptIsolate;
import io.actjs.model.ActjsException;
import io.actjs.model.PublishedClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What counts for the coverage of a run. */
record CountedSources(CoverageRun counts, TestClasses classes) {

  Inspection inspection() {
    return counts.inspection();
  }

  /** A test file with its classes, before any of it runs. */
  void add(TestBundle bundle, Map<String, PublishedClass> published) {
    BundlePositions positions = bundle.positions();
    counts.script(
        ScriptIsolate.wrapped(bundle.code()),
        ScriptIsolate.columnsBefore(),
        positions.map(),
        positions::file);
    published.forEach(
        (specifier, known) -> add(Objects.requireNonNull(bundle.classes().get(specifier)), known));
  }

  private void add(Path file, PublishedClass published) {
    String own = published.ref().name() + ".ts";
    counts.script(
        published.compiled(),
        0,
        published.sourceMap(),
        source -> source.equals(own) ? file : file.resolveSibling(source));
  }

  /** Classes beside tests that no test imports, but for those that do not compile. */
  void addUntested(List<Path> testFiles) throws IOException, InterruptedException {
    Set<Path> folders = new TreeSet<>();
    testFiles.forEach(file -> folders.add(file.getParent()));
    List<PublishedClass> untested = new ArrayList<>();
    for (Path folder : folders) {
      for (Path file : ClassFiles.candidates(folder)) {
        PublishedClass published = untested(file);
        if (published != null) {
          untested.add(published);
        }
      }
    }
    if (!untested.isEmpty()) {
      try (Engine engine = Engine.open(EngineLimits.DEFAULT, counts.untested())) {
        untested.forEach(
            each ->
                engine.inThrowAwayIsolate(
                    "actctl-coverage", isolate -> isolate.load(0, CompiledClass.of(each))));
      }
    }
  }

  private @Nullable PublishedClass untested(Path file) throws IOException, InterruptedException {
    if (!ClassFiles.isClass(file) || classes.isKnown(file)) {
      return null;
    }
    try {
      PublishedClass published = classes.of(file);
      add(file, published);
      return published;
    } catch (ActjsException e) {
      return null;
    }
  }
}
