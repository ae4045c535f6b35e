package io.actjs.actctl.test;

import io.actjs.actctl.bundle.EsbuildRefusal;
import io.actjs.actctl.command.BuildVersion;
import io.actjs.actctl.coverage.CoverageRun;
import io.actjs.actctl.test.TestEvent.Ended;
import io.actjs.actctl.test.TestEvent.FileEnded;
import io.actjs.actctl.test.TestEvent.Outcome;
import io.actjs.actctl.test.TestEvent.RunEnded;
import io.actjs.engine.inspect.Inspection;
import io.actjs.engine.script.ScriptFailed;
import io.actjs.engine.script.ScriptIsolate;
import io.actjs.engine.script.ScriptStopped;
import io.actjs.engine.source.SourceMap;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.PublishedClass;
import io.actjs.model.Sha256;
import io.actjs.model.Version;
import io.actjs.testkit.IsolatePool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs test files, several at a time, each on one thread. */
public final class TestRun implements AutoCloseable {
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());
  private static final Version VERSION = Version.parse("1.0.0");

  private final ClassCache cache;
  private final TestClasses classes;
  private final Consumer<TestEvent> listener;
  private final Predicate<String> wanted;

  /** For each file that has run, what it was made of. */
  private final Map<Path, FileStamps> made = new ConcurrentHashMap<>();

  private @Nullable String harness;
  private @Nullable CountedSources coverage;

  /**
   * @param cacheFolder keeps what was made of files from one run to the next
   * @param wanted whether a test of that name, with its groups', is to run
   * @param listener is told what happens, one event at a time, on any thread
   */
  public TestRun(Path cacheFolder, Predicate<String> wanted, Consumer<TestEvent> listener) {
    this.cache = ClassCache.in(cacheFolder, BuildVersion.text() + " " + Harness.build());
    this.classes = new TestClasses(cache);
    this.wanted = wanted;
    this.listener = listener;
  }

  /** Has the coverage of all that runs from now on counted there. */
  public void cover(CoverageRun counts) {
    coverage = new CountedSources(counts, classes);
  }

  private @Nullable Inspection inspection() {
    CountedSources counts = coverage;
    return counts == null ? null : counts.inspection();
  }

  /** Whether a file has not run, or was made of files that have changed since. */
  boolean isStale(Path file) {
    FileStamps stamps = made.get(file);
    return stamps == null || stamps.changed();
  }

  /**
   * Runs the tests of files.
   *
   * @param files absolute
   * @throws IOException when the harness cannot be made
   */
  public RunEnded run(List<Path> files) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    harness = harness();
    classes.begin();
    List<FileEnded> ended = new ArrayList<>();
    // The next files are bundled while isolates open, and while the tests of others run.
    try (ExecutorService bundling = Executors.newFixedThreadPool(THREADS)) {
      Queue<Ahead> left = new ConcurrentLinkedQueue<>();
      files.forEach(file -> left.add(new Ahead(file, bundling.submit(() -> prepared(file)))));
      List<FutureTask<@Nullable Void>> workers = new ArrayList<>();
      for (int i = 0; i < Math.min(THREADS, files.size()); i++) {
        FutureTask<@Nullable Void> worker = new FutureTask<>(() -> work(left, ended), null);
        workers.add(worker);
        Thread.ofPlatform().name("actctl-test-" + i).start(worker);
      }
      for (FutureTask<@Nullable Void> worker : workers) {
        awaitEnd(worker);
      }
    }
    CountedSources counts = coverage;
    if (counts != null) {
      counts.addUntested(files);
    }
    RunEnded end = total(ended, millisSince(begin));
    listener.accept(end);
    return end;
  }

  /** What goes wrong with a thread, whose files have no result then, goes wrong with the run. */
  private static void awaitEnd(FutureTask<@Nullable Void> worker) throws InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a test file was not run to its end", e.getCause());
    }
  }

  private static RunEnded total(List<FileEnded> files, long millis) {
    return new RunEnded(
        files.size(),
        count(files, Outcome.PASSED),
        count(files, Outcome.FAILED),
        count(files, Outcome.SKIPPED),
        count(files, Outcome.TODO),
        files.stream().filter(file -> file.failure() != null).count(),
        millis);
  }

  private static long count(List<FileEnded> files, Outcome outcome) {
    return files.stream().mapToLong(file -> file.count(outcome)).sum();
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private String harness() throws IOException, InterruptedException {
    Map<String, String> sources = Harness.sources();
    String key = "harness " + Sha256.of(sources.toString());
    String script = cache.text(key);
    if (script == null) {
      script = Harness.script(sources);
      cache.putText(key, script);
    }
    return script;
  }

  /** A file that is being made ready. */
  private record Ahead(Path file, Future<Prepared> prepared) {}

  /**
   * A file that is ready to run.
   *
   * @param published the classes that it imports, by their specifiers
   */
  private record Prepared(TestBundle bundle, Map<String, PublishedClass> published) {}

  private Prepared prepared(Path file) throws EsbuildRefusal, IOException, InterruptedException {
    long begin = System.currentTimeMillis();
    // If it cannot be made, any file beside it may help.
    Set<Path> inputs = new TreeSet<>(sourcesBeside(file));
    try {
      TestBundle bundle = TestBundle.of(file);
      Map<String, PublishedClass> published = new TreeMap<>();
      Set<Path> read = new TreeSet<>(bundle.inputs());
      for (Map.Entry<String, Path> each : bundle.classes().entrySet()) {
        published.put(each.getKey(), classes.of(each.getValue()));
        read.addAll(classes.inputs(each.getValue()));
      }
      CountedSources counts = coverage;
      if (counts != null) {
        counts.add(bundle, published);
      }
      inputs = read;
      return new Prepared(bundle, published);
    } finally {
      made.put(file, FileStamps.of(inputs, begin));
    }
  }

  private static List<Path> sourcesBeside(Path file) throws IOException {
    try (var files = Files.list(file.getParent())) {
      return files.filter(it -> it.toString().endsWith(".ts")).toList();
    }
  }

  private void work(Queue<Ahead> left, List<FileEnded> all) {
    try (IsolatePool pool = new IsolatePool(inspection())) {
      pool.warmUp();
      for (Ahead file = left.poll(); file != null; file = left.poll()) {
        FileEnded ended = run(file, pool);
        synchronized (this) {
          all.add(ended);
          listener.accept(ended);
        }
      }
    } finally {
      ActorOutput.close();
    }
  }

  private FileEnded run(Ahead file, IsolatePool pool) {
    long begin = System.nanoTime();
    List<Ended> tests = List.of();
    TestFailure failure = null;
    try (ScriptIsolate isolate = ScriptIsolate.open(seed(file.file()), inspection())) {
      Prepared prepared = file.prepared().get();
      TestBundle bundle = prepared.bundle();
      Trace trace = new Trace(bundle.positions());
      provide(isolate, bundle, prepared.published(), trace);
      TestServers servers = new TestServers(pool, prepared.published());
      FileRun run = new FileRun(isolate, servers, trace, ActorOutput.ofThread());
      try {
        tests = run.run(bundle.code(), wanted);
      } catch (ScriptFailed e) {
        failure = run.broken(e);
      } finally {
        servers.end();
      }
    } catch (ScriptStopped e) {
      failure = TestFailure.of("TestTimeout", "the file does not end outside of its tests");
    } catch (ExecutionException e) {
      failure = unprepared(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = TestFailure.of("Error", "interrupted");
    }
    return new FileEnded(file.file(), tests, millisSince(begin), failure);
  }

  private static TestFailure unprepared(@Nullable Throwable cause) {
    return switch (cause) {
      case EsbuildRefusal refusal -> refused(refusal.reasons().getFirst());
      case ActjsException known -> TestFailure.of(known.code().name(), known.detail());
      case IOException unreadable ->
          TestFailure.of("Error", "cannot be read: " + unreadable.getMessage());
      case null, default -> throw new IllegalStateException("a test file is not made ready", cause);
    };
  }

  private static TestFailure refused(EsbuildRefusal.Reason reason) {
    SourcePlace at =
        reason.file() == null
            ? null
            : new SourcePlace(reason.file(), reason.line(), reason.column());
    return new TestFailure("SyntaxInvalid", reason.text(), List.of(), null, at, List.of());
  }

  private void provide(
      ScriptIsolate isolate,
      TestBundle bundle,
      Map<String, PublishedClass> published,
      Trace trace) {
    isolate.provide("actjs/test", Trace.HARNESS, String.valueOf(harness));
    for (Map.Entry<String, PublishedClass> each : published.entrySet()) {
      PublishedClass known = each.getValue();
      ClassRef ref = new ClassRef(known.ref().name(), VERSION);
      Path file = bundle.classes().get(each.getKey());
      isolate.provide(each.getKey(), ref + ".ts", known.compiled());
      if (file != null) {
        trace.add(ref.toString(), file, SourceMap.of(ref, known.sourceMap()));
      }
    }
  }

  /** The chance of tests follows from the name of their file. */
  private static String seed(Path file) {
    byte[] hash =
        Sha256.digest().digest(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }

  @Override
  public void close() {
    cache.close();
    classes.close();
  }
}
