package io.actjs.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The server with one edit of its source, and the simulation that lives it. The edited class is
 * compiled in memory; it, the rest of the runtime and the simulation are loaded here a second time,
 * so the server that everybody else runs knows nothing of the edit.
 */
final class EditedServer extends ClassLoader {
  private static final Path SOURCES = Path.of("src/main/java");

  /** What is loaded here: all that refers to the runtime. */
  private static final List<String> OWN =
      List.of("io.actjs.runtime.", "io.actjs.simulation.", "io.actjs.testkit.");

  /** Compiled actor classes, which are the same for every server. */
  private static final String SHARED = LedgerClasses.class.getName();

  private final Map<String, byte[]> edited;

  private EditedServer(Map<String, byte[]> edited) {
    super(EditedServer.class.getClassLoader());
    this.edited = edited;
  }

  /**
   * @param className of the runtime
   * @param original text that stands exactly once in its source
   * @throws IllegalArgumentException when it does not, or when the edited source does not compile:
   *     the class is no longer what the test takes it for
   */
  static EditedServer with(String className, String original, String replacement) {
    return new EditedServer(compiled(className, edited(className, original, replacement)));
  }

  private static String edited(String className, String original, String replacement) {
    try {
      String source = Files.readString(SOURCES.resolve(className.replace('.', '/') + ".java"));
      int at = source.indexOf(original);
      if (at < 0 || at != source.lastIndexOf(original)) {
        throw new IllegalArgumentException("not once in " + className + ": " + original);
      }
      return source.substring(0, at) + replacement + source.substring(at + original.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> compiled(String className, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Classes classes = new Classes(files)) {
      List<String> options =
          List.of("-proc:none", "-implicit:none", "-cp", System.getProperty("java.class.path"));
      List<JavaFileObject> sources = List.of(new Source(className, source));
      if (!compiler.getTask(null, classes, null, options, null, sources).call()) {
        throw new IllegalArgumentException("does not compile: " + className);
      }
      return classes.written();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lives it under so many seeds, as {@link Lives#report} does the real one. */
  @Nullable String report(long from, long count) {
    try {
      Method report =
          loadClass(Lives.class.getName()).getDeclaredMethod("report", long.class, long.class);
      report.setAccessible(true);
      return (String) report.invoke(null, from, count);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals(SHARED) || OWN.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = edited.get(name);
    if (bytes == null) {
      bytes = original(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] original(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("edited:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public String getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what the compiler writes. */
  private static final class Classes extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

    Classes(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        javax.tools.FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      written.put(className, bytes);
      return new SimpleJavaFileObject(URI.create("edited:///" + className + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }

    Map<String, byte[]> written() {
      Map<String, byte[]> all = new HashMap<>();
      written.forEach((name, bytes) -> all.put(name, bytes.toByteArray()));
      return all;
    }
  }
}
