package io.actjs.actctl.command.publish;

import io.actjs.actctl.bundle.Bundling;
import io.actjs.actctl.bundle.ClassArguments.ClassFile;
import io.actjs.actctl.bundle.ClassSource;
import io.actjs.actctl.bundle.ClassSources;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.TypeScriptCompiler.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes of class files what is published. The types of other classes come from the file beside a
 * class, else from the classes that are published with it, else from the server.
 */
final class PublishedTexts implements AutoCloseable {
  private final Server to;
  private final PublishOptions options;
  private final List<ClassFile> together;
  private final ClassSources sources;

  /**
   * What a class file comes to.
   *
   * @param types sources of the classes whose types it imports, by name; for the server's check
   * @param uses names of the classes of the same command that it uses
   */
  record Made(String className, ClassSource source, Map<String, String> types, Set<String> uses) {}

  /**
   * @param together the classes that are published by one command
   */
  PublishedTexts(Server to, PublishOptions options, List<ClassFile> together) {
    this.to = to;
    this.options = options;
    this.together = together;
    this.sources = new ClassSources(TypeScriptCompiler.open(), this::authorsText);
  }

  /** Says that all of them will be asked for: together they take less time. */
  void expectAll() {
    Bundling.expect(sources, together.stream().map(ClassFile::file).toList());
  }

  /**
   * Makes one.
   *
   * @throws Failure when it cannot be read or bundled, or its types are wrong
   */
  Made of(ClassFile each) {
    return Bundling.of(each.file(), () -> made(each));
  }

  private Made made(ClassFile each) throws IOException, InterruptedException {
    String className = each.className();
    ClassSource source = sources.of(each.file(), className, options.types());
    boolean sendsTypes = options.types() == Types.CHECKED && !source.bundled();
    Map<String, String> types =
        sendsTypes ? sources.siblings(each.file(), className, source.text()).sources() : Map.of();
    return new Made(className, source, types, uses(className, source, types));
  }

  private Set<String> uses(String className, ClassSource source, Map<String, String> types) {
    Set<String> uses = new TreeSet<>(options.depsOf(className).keySet());
    uses.addAll(types.keySet());
    for (ClassFile other : together) {
      Path file = other.file().toAbsolutePath().normalize();
      if (!other.className().equals(className) && source.watched().contains(file)) {
        uses.add(other.className());
      }
    }
    return uses;
  }

  private @Nullable String authorsText(String className) {
    for (ClassFile each : together) {
      if (each.className().equals(className)) {
        try {
          return Files.readString(each.file());
        } catch (IOException e) {
          // Its own turn says what is wrong with it.
          break;
        }
      }
    }
    return Versions.newestSource(to, className, options.rangeOf(className));
  }

  @Override
  public void close() {
    sources.close();
  }
}
