package io.actjs.actctl.project;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.JarFile;

/** TypeScript's own compiler, of the WebJar, run by Node where the machine has it. */
final class Tsc {
  private static final String PROPERTIES =
      "/META-INF/maven/org.webjars.npm/typescript/pom.properties";

  private final Path lib;

  private Tsc(Path lib) {
    this.lib = lib;
  }

  static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Tsc.class.getResourceAsStream(PROPERTIES)) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  static boolean canRun() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Unpacks what the command needs. */
  static Tsc unpackedTo(Path folder) throws IOException {
    String home = "META-INF/resources/webjars/typescript/" + version() + "/lib/";
    URL found = URI.create(String.valueOf(Tsc.class.getResource("/" + home + "_tsc.js"))).toURL();
    JarURLConnection connection = (JarURLConnection) found.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (var entry : jar.stream().filter(it -> it.getName().startsWith(home)).toList()) {
        String name = entry.getName().substring(home.length());
        if (name.equals("tsc.js") || name.equals("_tsc.js") || name.matches("lib\\..*d\\.ts")) {
          Files.copy(jar.getInputStream(entry), folder.resolve(name));
        }
      }
    }
    // The files are CommonJS, whatever folder they are in.
    Files.writeString(folder.resolve("package.json"), "{\"type\": \"commonjs\"}");
    return new Tsc(folder);
  }

  /** Begins {@code npx tsc --noEmit} in a folder. */
  Process start(Path project) throws IOException {
    return new ProcessBuilder("node", lib.resolve("tsc.js").toString(), "--noEmit")
        .directory(project.toFile())
        .redirectErrorStream(true)
        .start();
  }

  /** What it prints until its end: nothing when it finds nothing. */
  static String printed(Process tsc) throws IOException {
    return new String(tsc.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
