package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.bundle.ClassSource;
import io.actjs.actctl.bundle.ClassSources;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.TypeScriptCompiler.Types;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The classes of a folder, as {@code actctl publish} would publish them: each is compiled, its
 * types are checked, and its schemas are derived.
 */
public final class FolderCatalog implements ClassCatalog {
  private final Path folder;
  private final boolean reducers;
  private final TypeScriptCompiler compiler = TypeScriptCompiler.open();
  private final ClassSources sources = new ClassSources(compiler, name -> null);
  private final Set<Path> watched = new TreeSet<>();

  /**
   * @param reducers whether those of event-sourced classes are wanted
   */
  public FolderCatalog(Path folder, boolean reducers) {
    this.folder = folder;
    this.reducers = reducers;
  }

  @Override
  public List<ClassModel> load() {
    watched.clear();
    List<ClassModel> classes = new ArrayList<>();
    for (VersionedFile each : VersionedFile.in(folder)) {
      classes.add(model(each));
    }
    return classes;
  }

  private ClassModel model(VersionedFile each) {
    ClassRef ref = each.ref();
    try {
      ClassSource source = sources.of(each.file(), ref.name(), Types.CHECKED);
      watched.addAll(source.watched());
      var siblings = sources.siblings(each.file(), ref.name(), source.text());
      String json = compiler.compile(ref, source.text(), Types.CHECKED, siblings).schemas();
      JsonNode schemas = json.isEmpty() ? Json.object() : Json.parse(json);
      boolean folds = reducers && schemas.has("events");
      String reducer = folds ? Reducers.of(compiler, ref, each.file()) : "";
      String sha = Sha256.of(source.text());
      return new ClassModel(ref.name(), ref.version(), sha, schemas, reducer);
    } catch (ActjsException e) {
      throw new Failure(e.code().name(), e.detail(), Diagnostics.of(e), e);
    } catch (IOException e) {
      throw new Failure("cannot read " + each.file() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while bundling " + each.file(), e);
    }
  }

  /** The files that, when they change, may change what was last loaded. */
  public Set<Path> watched() {
    return watched;
  }

  @Override
  public void close() {
    sources.close();
  }
}
