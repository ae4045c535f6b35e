package io.actjs.engine.process;

import io.actjs.engine.process.SyscallFilter.Instruction;
import io.actjs.engine.process.SystemCall.Processor;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a worker process from everything but computing and answering, whatever its code finds in
 * V8: from then on no file can be opened and none changed, no socket, no other program, and no
 * signal reaches another process. A call that is refused fails with {@code EPERM}.
 */
final class Wall {
  /** Where the classes of a worker process are. */
  private static final List<String> PACKAGES = List.of("io/actjs/engine", "io/actjs/model");

  private static final String CLASS = ".class";

  private Wall() {}

  /**
   * Raises it around all threads of this process. Whatever has to be opened must be open.
   *
   * @return null; or why there is none
   */
  static @Nullable String raise() {
    String name = System.getProperty("os.arch", "");
    List<Processor> processors = Processor.named(name);
    if (!NativeProcess.LINUX) {
      return "only Linux filters system calls";
    }
    if (processors.isEmpty()) {
      return "the system calls of " + name + " are not known here";
    }
    try {
      openClasses();
    } catch (IOException e) {
      return "the classes cannot be read: " + e.getMessage();
    }
    Processor processor = processors.getFirst();
    List<Instruction> program = SyscallFilter.of(processor, (int) ProcessHandle.current().pid());
    int error = NativeProcess.filter(processor.seccomp, program);
    return error == 0 ? null : "the kernel refuses the filter of system calls, error " + error;
  }

  /**
   * Opens all archives of classes, as the search for a name that none of them has does, and loads
   * what is in a folder.
   */
  private static void openClasses() throws IOException {
    ClassLoader loader = Wall.class.getClassLoader();
    var none = loader.getResource("io/actjs/engine/process/no-such-name");
    if (none != null) {
      throw new IOException("an archive has what none has: " + none);
    }
    CodeSource source = Wall.class.getProtectionDomain().getCodeSource();
    Path place = source == null ? Path.of("") : path(source);
    for (String name : PACKAGES) {
      Path folder = place.resolve(name);
      if (Files.isDirectory(folder)) {
        load(place, folder, loader);
      }
    }
  }

  private static Path path(CodeSource source) throws IOException {
    try {
      return Path.of(new URI(source.getLocation().toString()));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void load(Path place, Path folder, ClassLoader loader) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = place.relativize(file).toString();
        if (name.endsWith(CLASS) && !name.endsWith("-info" + CLASS)) {
          String dotted = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
          var unused = Class.forName(dotted, false, loader);
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }
}
