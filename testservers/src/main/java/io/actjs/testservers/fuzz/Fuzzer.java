package io.actjs.testservers.fuzz;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Gives a target inputs until it fails: those of its corpus, and others that are made of them. A
 * target is a class with a method {@code public static void fuzzerTestOneInput(byte[])} that throws
 * when what it reads does not keep its promise.
 *
 * <p>Without more said, that takes moments. With the property {@code actjs.fuzz.seconds} a fuzzer
 * (Jazzer) looks for that long for inputs that reach what no other has reached, in a process of its
 * own; there an input that takes longer than ten seconds or more than 256 MiB is a failure, too.
 * {@code actjs.fuzz.target} leaves out the targets that do not have it in their names, and {@code
 * actjs.fuzz.keep} adds to the corpus what reaches more.
 */
public final class Fuzzer {
  private static final String SECONDS = "actjs.fuzz.seconds";
  private static final String TARGET = "actjs.fuzz.target";
  private static final String KEEP = "actjs.fuzz.keep";
  private static final long MOMENTS_NANOS = 2_000_000_000L;
  private static final int GRACE_S = 60;
  private static final String METHOD = "fuzzerTestOneInput";

  /** Inputs that once meant something: one file each, in the folder of its target. */
  private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");

  private static final Path FOUND = Path.of("target", "fuzz");

  private final Class<?> target;

  private Fuzzer(Class<?> target) {
    this.target = target;
  }

  public static Fuzzer of(Class<?> target) {
    return new Fuzzer(target);
  }

  /** Fails when the target does. */
  public void run() throws IOException, InterruptedException, ReflectiveOperationException {
    if (!target.getSimpleName().contains(System.getProperty(TARGET, ""))) {
      return;
    }
    List<byte[]> corpus = new ArrayList<>();
    for (Path input : inputs()) {
      corpus.add(Files.readAllBytes(input));
    }
    Method method = target.getMethod(METHOD, byte[].class);
    for (byte[] input : corpus) {
      give(method, input);
    }
    Integer seconds = Integer.getInteger(SECONDS);
    if (seconds == null) {
      mutate(method, corpus);
      return;
    }
    Path found = Files.createDirectories(FOUND.resolve(target.getSimpleName()));
    run(seconds, List.of("-max_total_time=" + seconds), found, corpus());
    if (Boolean.getBoolean(KEEP)) {
      run(seconds, List.of("-merge=1"), corpus(), found);
    }
  }

  private static void give(Method method, byte[] input) throws ReflectiveOperationException {
    try {
      method.invoke(null, (Object) input);
    } catch (InvocationTargetException e) {
      throw new AssertionError("the input " + HexFormat.of().formatHex(input), e.getCause());
    }
  }

  /** On a thread of its own, so that an input that never ends is told. */
  private static void mutate(Method method, List<byte[]> corpus) throws InterruptedException {
    Mutation mutation = new Mutation(corpus, System.nanoTime());
    AtomicReference<byte[]> input = new AtomicReference<>(new byte[0]);
    FutureTask<Void> work =
        new FutureTask<>(
            () -> {
              long end = System.nanoTime() + MOMENTS_NANOS;
              while (System.nanoTime() < end) {
                input.set(mutation.next());
                give(method, input.get());
              }
              return null;
            });
    Thread.ofPlatform().name("fuzzer").daemon().start(work);
    try {
      work.get(GRACE_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no end: " + HexFormat.of().formatHex(input.get()), e);
    }
  }

  private List<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.list(corpus())) {
      return files.sorted().toList();
    }
  }

  private Path corpus() {
    return CORPUS.resolve(target.getSimpleName());
  }

  /**
   * @param into where new inputs are put
   * @param from where others are
   */
  private void run(int seconds, List<String> how, Path into, Path from)
      throws IOException, InterruptedException {
    Path failures = Files.createTempDirectory(FOUND, target.getSimpleName() + "-failure");
    Path output = failures.resolve("output");
    Process process =
        new ProcessBuilder(command(how, failures, into, from))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(seconds + GRACE_S, TimeUnit.SECONDS)) {
        throw new AssertionError("the fuzzer does not end: " + Files.readString(output));
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(
          target.getSimpleName()
              + " fails: "
              + failing(failures)
              + "\n"
              + Files.readString(output));
    }
    Files.delete(output);
    Files.delete(failures);
  }

  private List<String> command(List<String> how, Path failures, Path into, Path from) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.getName(),
            "--instrumentation_includes=io.actjs.**",
            // It breaks queues that look up the offsets of their fields.
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer",
            "--reproducer_path=" + failures));
    command.addAll(how);
    command.addAll(
        List.of(
            "-timeout=10",
            "-rss_limit_mb=2048",
            "-artifact_prefix=" + failures + "/",
            into.toString(),
            from.toString()));
    return command;
  }

  /** The inputs that made it fail, in hexadecimal. */
  private static List<String> failing(Path failures) throws IOException {
    List<String> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(failures)) {
      for (Path file : files.filter(it -> !isOfTheFuzzer(it)).toList()) {
        inputs.add(file + ": " + HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return inputs;
  }

  private static boolean isOfTheFuzzer(Path file) {
    String name = file.getFileName().toString();
    return name.equals("output") || name.endsWith(".java");
  }
}
