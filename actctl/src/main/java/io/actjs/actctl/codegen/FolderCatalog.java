package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.bundle.Bundling;
import io.actjs.actctl.bundle.ClassSource;
import io.actjs.actctl.bundle.ClassSources;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.TypeScriptCompiler.Types;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ClassRef;
import io.actjs.model.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The classes of folders, as {@code actctl publish} would publish them: each is compiled, its types
 * are checked, and its schemas are derived.
 */
public final class FolderCatalog implements ClassCatalog {
  private final List<Path> folders;
  private final boolean reducers;
  private final TypeScriptCompiler compiler;
  private final ClassSources sources;
  private final Set<Path> watched = new TreeSet<>();
  private final Map<ClassRef, Known> known = new HashMap<>();

  /** What a class was made of, and what it came to. */
  private record Known(Provenance from, String text, Siblings siblings, ClassModel model) {}

  /**
   * @param reducers whether those of event-sourced classes are wanted
   */
  public FolderCatalog(Path folder, boolean reducers) {
    this(List.of(folder), reducers, CachedCompiler.open());
  }

  /**
   * @param folders of which the first has a class that several have
   * @param reducers whether those of event-sourced classes are wanted
   * @param compiler is closed with this
   */
  public FolderCatalog(List<Path> folders, boolean reducers, TypeScriptCompiler compiler) {
    this.folders = folders;
    this.reducers = reducers;
    this.compiler = compiler;
    this.sources = new ClassSources(compiler, name -> null);
  }

  @Override
  public List<ClassModel> load() {
    Map<String, VersionedFile> files = new TreeMap<>();
    for (Path folder : folders) {
      VersionedFile.in(folder).forEach(it -> files.putIfAbsent(it.ref().name(), it));
    }
    files.values().forEach(it -> watched.add(it.file().toAbsolutePath().normalize()));
    FileSnapshot before = new FileSnapshot();
    List<VersionedFile> changed =
        files.values().stream().filter(each -> current(each.ref(), before) == null).toList();
    Bundling.expect(sources, changed.stream().map(VersionedFile::file).toList());
    List<ClassModel> classes = new ArrayList<>();
    for (VersionedFile each : files.values()) {
      classes.add(Bundling.of(each.file(), () -> model(each, before)));
    }
    return classes;
  }

  /** What a class came to, if its files are as they were. */
  private @Nullable ClassModel current(ClassRef ref, FileSnapshot before) {
    Known last = known.get(ref);
    return last != null && last.from.isCurrent(before) ? last.model : null;
  }

  private ClassModel model(VersionedFile each, FileSnapshot before)
      throws IOException, InterruptedException {
    ClassRef ref = each.ref();
    ClassModel current = current(ref, before);
    if (current != null) {
      return current;
    }
    Known last = known.get(ref);
    ClassSource source = sources.of(each.file(), ref.name(), Types.CHECKED);
    watched.addAll(source.watched());
    Siblings siblings = sources.siblings(each.file(), ref.name(), source.text());
    boolean isSame =
        last != null && last.text.equals(source.text()) && last.siblings.equals(siblings);
    ClassModel model = isSame ? last.model : compiled(each, source, siblings);
    Set<Path> files = new TreeSet<>(source.watched());
    siblings.sources().keySet().forEach(it -> files.add(source.file().resolveSibling(it + ".ts")));
    Provenance earlier = last == null ? Provenance.NONE : last.from;
    Provenance from = Provenance.of(source.file(), files, earlier, before);
    known.put(ref, new Known(from, source.text(), siblings, model));
    return model;
  }

  private ClassModel compiled(VersionedFile each, ClassSource source, Siblings siblings) {
    ClassRef ref = each.ref();
    String json = compiler.compile(ref, source.text(), Types.CHECKED, siblings).schemas();
    JsonNode schemas = json.isEmpty() ? Json.object() : Json.parse(json);
    boolean folds = reducers && ClientSchemas.of(schemas).has("events");
    String reducer = folds ? Reducers.of(compiler, ref, each.file()) : "";
    String sha = Sha256.of(source.text());
    return new ClassModel(ref.name(), ref.version(), sha, schemas, reducer);
  }

  /** The files that, when they change, may change what is loaded next. */
  public Set<Path> watched() {
    return watched;
  }

  @Override
  public void close() {
    sources.close();
  }
}
