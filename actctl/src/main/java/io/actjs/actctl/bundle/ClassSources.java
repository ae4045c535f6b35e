package io.actjs.actctl.bundle;

import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.TypeScriptCompiler.Inspection;
import io.actjs.engine.TypeScriptCompiler.Types;
import io.actjs.engine.source.BundledSource;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.rules.PolicyBlock;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes of class files what is published. A class that imports nothing but the kit, and types of
 * other classes, is published as its author wrote it; any other as a bundle.
 */
public final class ClassSources implements AutoCloseable {
  /** Of the author's own files; a bundle has the limit of the server. */
  private static final long MOST_BYTES = 1 << 20;

  private static final Version ANY = new Version(0, 0, 0, "");

  private final TypeScriptCompiler compiler;
  private final Siblings.Sources published;
  private final BundlesAhead ahead = new BundlesAhead();

  /**
   * @param compiler for the types of bundles; closed with this
   * @param published the sources of classes of which there is no file
   */
  public ClassSources(TypeScriptCompiler compiler, Siblings.Sources published) {
    this.compiler = compiler;
    this.published = published;
  }

  /** Says which class files will be asked for next: together they take less time. */
  public void expect(Collection<Path> classFiles) throws InterruptedException {
    ahead.make(classFiles.stream().map(file -> file.toAbsolutePath().normalize()).toList());
  }

  /**
   * What a class file comes to.
   *
   * @param types of a bundle; those of another class are the server's matter
   * @throws ActjsException {@code ForbiddenImport}, {@code SyntaxInvalid}, {@code TypeInvalid},
   *     {@code ClassInvalid}, {@code PayloadTooLarge}, {@code LimitExceeded}
   * @throws IOException when the file cannot be read
   */
  public ClassSource of(Path classFile, String className, Types types)
      throws IOException, InterruptedException {
    Path file = classFile.toAbsolutePath().normalize();
    String own = text(file);
    Bundle made = ahead.take(file);
    Bundle bundle = made == null ? Bundler.of(file) : made;
    Set<Path> watched = new TreeSet<>(bundle.watched());
    String source = own;
    if (!bundle.alone()) {
      Inspection inspection = inspect(file, className, types);
      watched.addAll(inspection.files());
      source = bundled(file, bundle, inspection.schemas(), className);
    }
    Path rules = PolicyFile.beside(file);
    watched.add(rules);
    if (Files.isRegularFile(rules)) {
      source = PolicyBlock.append(className, source, text(rules));
    }
    return new ClassSource(file, own, source, !bundle.alone(), watched);
  }

  /**
   * Checks the types of a bundle.
   *
   * @throws ActjsException {@code TypeInvalid}, {@code SyntaxInvalid}
   */
  public void check(ClassSource source, String className) {
    var unused = inspect(source.file(), className, Types.CHECKED);
  }

  /** The classes whose types a class imports that is no bundle, to be sent along with it. */
  public Siblings siblings(Path classFile, String className, String source) {
    Path folder = classFile.toAbsolutePath().normalize().getParent();
    return Siblings.collect(className, source, new SiblingFiles(folder, published));
  }

  private Inspection inspect(Path file, String className, Types types) {
    ClassRef ref = new ClassRef(className, ANY);
    return compiler.inspect(ref, file, types, new DiskFiles(file.getParent(), published));
  }

  private static String bundled(Path file, Bundle bundle, String schemas, String className) {
    // The author's file goes by the name of its class, as one that is published alone does.
    String entry = file.getFileName().toString();
    BundledSource source =
        new BundledSource(
            bundle.code(),
            entry,
            "esbuild " + Esbuild.VERSION,
            bundle.inputs(),
            bundle.sources(),
            schemas,
            bundle.map().replace('"' + entry + '"', '"' + className + ".ts\""));
    return source.text();
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new ActjsException(
          ProblemCode.PayloadTooLarge,
          file.getFileName() + " is larger than " + MOST_BYTES + " bytes: divide it into modules");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ActjsException(
          ProblemCode.SyntaxInvalid, file.getFileName() + " is not UTF-8 text", e);
    }
  }

  @Override
  public void close() {
    compiler.close();
  }
}
