package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** scripts/actctl, in a checkout whose jar prints what it was started with. */
class LauncherTest {
  private static final String LAUNCHED = "Launched";

  @TempDir private Path checkout;

  @BeforeEach
  void copyTheLauncher() throws IOException {
    Files.createDirectories(checkout.resolve("scripts"));
    Files.copy(Path.of("../scripts/actctl"), script(), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private Path script() {
    return checkout.resolve("scripts/actctl");
  }

  private Path target() throws IOException {
    return Files.createDirectories(checkout.resolve("actctl/target"));
  }

  private Process start(List<String> environment, String... args) throws IOException {
    return start(
        environment, Stream.concat(Stream.of(script().toString()), Stream.of(args)).toList());
  }

  private Process start(List<String> environment, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add("env");
    builder.command().add("JAVA_HOME=" + System.getProperty("java.home"));
    builder.command().addAll(environment);
    builder.command().addAll(command);
    builder.environment().remove("COLUMNS");
    return builder
        .redirectOutput(checkout.resolve("out").toFile())
        .redirectError(checkout.resolve("err").toFile())
        .start();
  }

  private String text(String name) throws IOException {
    return Files.readString(checkout.resolve(name));
  }

  @Test
  void fault38_aSecondTerminalSaysThatItWaitsForTheBuild() throws Exception {
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Path lock = Files.createDirectories(target().resolve("lock"));
    Files.writeString(lock.resolve("pid"), ProcessHandle.current().pid() + "\n");

    Process second = start(List.of(), "list");
    try {
      Deadline deadline = new Deadline();
      while (!text("err").contains("\n")) {
        deadline.pause("nothing is said about the build that is waited for");
      }
      assertEquals(
          "actctl: waiting for another actctl (process "
              + ProcessHandle.current().pid()
              + ") to finish building this checkout\n",
          text("err"));
      assertTrue(second.isAlive());
    } finally {
      second.destroyForcibly();
      second.waitFor();
    }
  }

  /** A jar that prints the width for help and the largest heap. */
  private void makeJar() throws Exception {
    Path source =
        Files.writeString(
            checkout.resolve(LAUNCHED + ".java"),
            """
            import java.lang.management.ManagementFactory;
            public class Launched {
              public static void main(String[] args) {
                System.out.println(System.getenv("COLUMNS") + " "
                    + (Runtime.getRuntime().maxMemory() >> 20 > 300 ? "large" : "small")
                    + cache());
              }
              static String cache() {
                return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(it -> it.startsWith("-XX:AOTCache="))
                    .map(it -> " from " + it.replaceFirst(".*/", ""))
                    .reduce("", String::concat);
              }
            }
            """);
    run("javac", "-d", checkout.toString(), source.toString());
    run(
        "jar",
        "--create",
        "--file",
        target().resolve("actctl.jar").toString(),
        "--main-class",
        LAUNCHED,
        "-C",
        checkout.toString(),
        LAUNCHED + ".class");
  }

  @Test
  void theCacheForFasterStartsIsLeftOutQuietlyInACopy(@TempDir Path elsewhere) throws Exception {
    makeJar();
    assertTrue(launched(List.of(), "list").endsWith("small from short.aot"), text("err"));
    assertTrue(launched(List.of(), "dev").endsWith("large from actctl.aot"), text("err"));

    Path copy = elsewhere.resolve("copy");
    Process copying = new ProcessBuilder("cp", "-rp", "" + checkout, "" + copy).start();
    assertEquals(0, copying.waitFor());
    checkout = copy;
    assertTrue(launched(List.of("ACTCTL_NO_BUILD=1"), "list").endsWith("small"));
    assertEquals("", text("err"));

    assertTrue(launched(List.of(), "list").endsWith("small from short.aot"), text("err"));
  }

  private static void run(String tool, String... args) {
    var program = java.util.spi.ToolProvider.findFirst(tool).orElseThrow();
    assertEquals(0, program.run(System.out, System.err, args), tool);
  }

  private String launched(List<String> environment, String... args) throws Exception {
    Process process = start(environment, args);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");
    assertEquals(0, process.exitValue(), text("err"));
    return text("out").strip();
  }

  @Test
  void fault38_theCommandIsFoundBehindCommonOptions() throws Exception {
    makeJar();
    List<String> noBuild = List.of("ACTCTL_NO_BUILD=1");

    assertTrue(launched(noBuild, "start").endsWith("large"));
    assertTrue(launched(noBuild, "--json", "start").endsWith("large"));
    assertTrue(launched(noBuild, "--server", "start", "list").endsWith("small"));
    assertTrue(launched(noBuild, "--server=x", "--json", "export").endsWith("large"));
    assertTrue(launched(noBuild, "--server").endsWith("small"));
    assertTrue(launched(noBuild).endsWith("small"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void fault38_theWidthOfTheTerminalIsHandedOn() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "nothing here opens a terminal");
    makeJar();

    Process process =
        start(
            List.of("ACTCTL_NO_BUILD=1"),
            List.of("script", "-qec", "stty cols 93; " + script() + " call --help", "/dev/null"));
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");

    assertEquals(0, process.exitValue(), text("err"));
    assertEquals("93 small", text("out").strip());
  }

  @Test
  void fault38_theWidthThatTheUserSetIsHandedOn() throws Exception {
    makeJar();

    assertTrue(
        launched(List.of("ACTCTL_NO_BUILD=1", "COLUMNS=77"), "call", "--help").startsWith("77 "));
    assertTrue(
        launched(List.of("ACTCTL_NO_BUILD=1"), "call", "--help").startsWith("null "),
        "no width without a terminal");
  }
}
