package io.actjs.actctl.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real npm where there is one, with packages that are folders: nothing is downloaded. */
class MissingPackagesTest {
  private static final long PATIENCE_S = 120;

  private final BlockingQueue<DevEvent> events = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  @TempDir private Path temp;
  private Path folder;

  @BeforeEach
  void findFolder() throws IOException {
    folder = temp.toRealPath();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void dependOn(String name, String lock) throws IOException {
    write(
        "package.json",
        "{\"name\":\"app\",\"dependencies\":{\"%s\":\"file:%s\"}}".formatted(name, name));
    write("package-lock.json", lock);
  }

  private DevEvent next() throws InterruptedException {
    DevEvent event = events.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertNotNull(event);
    return event;
  }

  private static boolean hasNpm() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(it -> Files.exists(Path.of(it, "npm")));
  }

  @Test
  void npmInstallsWhatTheLockFileSays() throws Exception {
    assumeTrue(hasNpm(), "there is no npm");
    write("parts/package.json", "{\"name\":\"parts\",\"version\":\"1.0.0\"}");
    dependOn(
        "parts",
        """
        {"name":"app","lockfileVersion":3,"requires":true,"packages":{
          "":{"name":"app","dependencies":{"parts":"file:parts"}},
          "node_modules/parts":{"resolved":"parts","link":true},
          "parts":{"version":"1.0.0"}}}
        """);
    try (NpmPackages packages = new NpmPackages(List.of(folder))) {
      packages.start(events::add, ended::countDown);
      assertTrue(packages.state(folder).startsWith("npm ci is installing"));
      assertEquals(new DevEvent.PackagesMissing(folder, List.of("parts")), next());
      DevEvent end = next();
      assertInstanceOf(DevEvent.PackagesInstalled.class, end, end.toString());
      assertTrue(ended.await(PATIENCE_S, TimeUnit.SECONDS));
      assertNull(packages.state(folder));
      assertTrue(Files.exists(folder.resolve("node_modules/parts/package.json")));
    }
  }

  @Test
  void whatCannotBeInstalledIsSaid() throws Exception {
    // The lock file is of another package.json, or there is no npm at all.
    dependOn("nowhere", "{\"name\":\"app\",\"lockfileVersion\":3,\"packages\":{\"\":{}}}");
    try (NpmPackages packages = new NpmPackages(List.of(folder))) {
      packages.start(events::add, ended::countDown);
      assertEquals(new DevEvent.PackagesMissing(folder, List.of("nowhere")), next());
      var end = assertInstanceOf(DevEvent.PackagesUninstalled.class, next());
      assertTrue(end.reason().contains(hasNpm() ? "npm ci in " + folder : "no npm"), end.reason());
      assertTrue(ended.await(PATIENCE_S, TimeUnit.SECONDS));
      assertEquals(end.reason(), packages.state(folder));
    }
  }

  @Test
  void npmIsLeftAloneWhenNothingIsMissingOrNothingIsLocked() throws Exception {
    dependOn("parts", "{}");
    write("node_modules/parts/package.json", "{}");
    try (NpmPackages packages = new NpmPackages(List.of(folder))) {
      packages.start(events::add, ended::countDown);
      assertNull(packages.state(folder));
      Files.delete(folder.resolve("package-lock.json"));
      Files.delete(folder.resolve("node_modules/parts/package.json"));
      packages.start(events::add, ended::countDown);
      assertNull(packages.state(folder));
      assertTrue(events.isEmpty());
    }
  }
}
