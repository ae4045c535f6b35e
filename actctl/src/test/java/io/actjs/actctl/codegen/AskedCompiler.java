package io.actjs.actctl.codegen;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.source.Siblings;
import io.actjs.engine.source.SourceFiles;
import io.actjs.model.ClassRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A compiler that remembers what it was asked. */
final class AskedCompiler implements TypeScriptCompiler {
  private final TypeScriptCompiler compiler = TypeScriptCompiler.open();

  /** The classes that it was asked to inspect, as often as it was. */
  final List<String> inspected = new ArrayList<>();

  /** How often it was asked anything. */
  int asked;

  @Override
  public CompiledClass compile(ClassRef ref, String source, Types types, Siblings siblings) {
    asked++;
    return compiler.compile(ref, source, types, siblings);
  }

  @Override
  public Inspection inspect(ClassRef ref, Path entry, Types types, SourceFiles files) {
    asked++;
    inspected.add(ref.name());
    return compiler.inspect(ref, entry, types, files);
  }

  @Override
  public void check(ClassRef ref, String source, Siblings siblings) {
    asked++;
    compiler.check(ref, source, siblings);
  }

  @Override
  public String reducerOf(ClassRef ref, String source) {
    asked++;
    return compiler.reducerOf(ref, source);
  }

  @Override
  public void close() {
    compiler.close();
  }
}
