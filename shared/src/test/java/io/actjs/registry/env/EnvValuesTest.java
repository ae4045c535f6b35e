package io.actjs.registry.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.postgres.TestServer;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are kept, secrets sealed, and every change is whole, audited and seen by others. */
class EnvValuesTest {
  private static final String SECRET = "sk_live_topsecret";

  @TempDir Path folder;
  private final List<StorageDriver> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(StorageDriver::close);
  }

  private StorageDriver keep(StorageDriver driver) {
    opened.add(driver);
    return driver;
  }

  private Path file() {
    return folder.resolve("keys");
  }

  private EnvValues values(StorageDriver driver) {
    return values(driver, Vault.at(file()));
  }

  private static EnvValues values(StorageDriver driver, Vault vault) {
    return new EnvValues(
        driver.access(), driver.registry().audit(), Clock.SYSTEM, "default", vault, List::of);
  }

  private static EnvChange secret(String text) {
    return new EnvChange("default", Map.of(), Map.of("KEY", text), false);
  }

  private static EnvChange plain(String text) {
    return new EnvChange("default", Map.of("REGION", text), Map.of(), false);
  }

  private static String text(EnvValues values, String name) {
    return values.current().values().get(name).text();
  }

  private static ActjsException refused(ProblemCode code, Executable work) {
    ActjsException problem = assertThrows(ActjsException.class, work);
    assertEquals(code, problem.code(), problem.detail());
    return problem;
  }

  /** Opens a store again and again over what it has. */
  private Supplier<StorageDriver> stores(String kind) {
    if (kind.equals("sqlite")) {
      return () -> keep(SqliteDriver.open(folder.resolve("data"), SqliteOptions.DEFAULT));
    }
    PostgresUrl url = TestServer.newDatabase();
    return () -> keep(PostgresDriver.open(url, PostgresOptions.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void valuesAreThereAfterARestartAndNoSecretIsInTheStore(String kind) throws IOException {
    Supplier<StorageDriver> stores = stores(kind);
    StorageDriver first = stores.get();
    EnvValues before = values(first);
    before.set(secret(SECRET), "ann");
    before.set(plain("eu"), "ann");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    first.close();
    assertNoFileHas(SECRET);
    StorageDriver second = stores.get();
    EnvValues after = values(second);
    assertEquals(SECRET, text(after, "KEY"));
    assertEquals("eu", text(after, "REGION"));
    for (EnvValue value : second.access().env()) {
      assertEquals(value.name().equals("REGION"), value.value().utf8().equals("eu"));
      assertFalse(
          new String(value.value().toArray(), StandardCharsets.ISO_8859_1).contains("topsecret"));
    }
    after.rotate("ann");
    assertEquals(SECRET, text(values(second), "KEY"));
    List<AuditEntry> audit =
        second.registry().audit().after(0, 100).stream().map(each -> each.entry()).toList();
    assertEquals(
        List.of("env.set", "env.set", "secret-key.rotated"),
        audit.stream().map(AuditEntry::action).toList());
    assertFalse(audit.toString().contains("topsecret"));
  }

  private void assertNoFileHas(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(text), file.toString());
      }
    }
  }

  @Test
  void anotherServerSeesAChange() {
    StorageDriver store = new MemoryDriver();
    EnvValues one = values(store);
    EnvValues other = values(store);
    EnvSnapshot before = other.current();
    other.refresh();
    assertSame(before, other.current());
    one.set(plain("eu"), "ann");
    one.set(secret(SECRET), "ann");
    other.refresh();
    assertNotSame(before, other.current());
    assertEquals("eu", text(other, "REGION"));
    assertEquals(SECRET, text(other, "KEY"));
    one.rotate("ann");
    one.set(secret("another-secret"), "ann");
    other.refresh();
    assertEquals("another-secret", text(other, "KEY"));
    one.unset("default", "KEY", false, "ann");
    other.refresh();
    assertFalse(other.current().values().containsKey("KEY"));
  }

  @Test
  void aServerWithOtherKeysChangesNothing() {
    StorageDriver store = new MemoryDriver();
    values(store).set(secret(SECRET), "ann");
    Path elsewhere = folder.resolve("elsewhere");
    refused(ProblemCode.SecretKeyInvalid, () -> values(store, Vault.at(elsewhere)));
    assertFalse(Files.exists(elsewhere));
    values(new MemoryDriver(), Vault.at(elsewhere)).set(secret("of another"), "ann");
    refused(ProblemCode.SecretKeyInvalid, () -> values(store, Vault.at(elsewhere)));
    refused(ProblemCode.SecretKeyInvalid, () -> values(store, Vault.without()));
  }

  @Test
  void withoutAKeyNothingOfAChangeIsKept() {
    StorageDriver store = new MemoryDriver();
    EnvValues values = values(store, Vault.without());
    EnvChange mixed = new EnvChange("default", Map.of("A", "1"), Map.of("KEY", SECRET), false);
    ActjsException problem = refused(ProblemCode.SecretKeyInvalid, () -> values.set(mixed, "ann"));
    assertTrue(problem.detail().contains("--secrets-key FILE"), problem.detail());
    assertEquals(List.of(), store.access().env());
    values.set(plain("eu"), "ann");
  }

  @Test
  void aKeyFileThatIsLostIsNotReplacedWhileTheServerRuns() throws IOException {
    StorageDriver store = new MemoryDriver();
    EnvValues values = values(store);
    values.set(secret(SECRET), "ann");
    Path aside = folder.resolve("aside");
    Files.move(file(), aside);
    ActjsException lost =
        refused(ProblemCode.SecretKeyInvalid, () -> values.set(secret("new one"), "ann"));
    assertTrue(lost.detail().contains("no file of keys " + file()), lost.detail());
    refused(ProblemCode.SecretKeyInvalid, () -> values.rotate("ann"));
    assertFalse(Files.exists(file()));
    assertEquals(SECRET, text(values, "KEY"));
    Files.move(aside, file());
    values.set(secret("new one"), "ann");
    assertEquals("new one", text(values(store), "KEY"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "0123abcd AAAA", "0123abcd !!", "\u00e4"})
  void aFileThatHasNoKeysIsRefused(String text) throws IOException {
    Files.createFile(
        file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file(), text);
    refused(ProblemCode.SecretKeyInvalid, () -> values(new MemoryDriver()));
  }

  @Test
  void aFileThatOthersMayReadIsRefused() throws IOException {
    StorageDriver store = new MemoryDriver();
    values(store).set(secret(SECRET), "ann");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    ActjsException open = refused(ProblemCode.SecretKeyInvalid, () -> values(store));
    assertTrue(open.detail().contains("chmod 600 " + file()), open.detail());
  }

  @Test
  void aSealedValueOpensInItsPlaceOnly() {
    StorageDriver store = new MemoryDriver();
    EnvValues values = values(store);
    values.set(secret(SECRET), "ann");
    EnvValue sealed = store.access().env().getFirst();
    EnvValue moved = new EnvValue("default", "OTHER", true, sealed.value(), 1);
    store.access().putEnv(List.of(moved), List.of());
    refused(ProblemCode.SecretKeyInvalid, () -> values(store));
    byte[] changed = sealed.value().toArray();
    changed[changed.length - 1] ^= 1;
    EnvValue damaged = new EnvValue("default", "OTHER", true, Bytes.of(changed), 1);
    store.access().putEnv(List.of(damaged), List.of());
    refused(ProblemCode.SecretKeyInvalid, () -> values(store));
  }

  /** A rotation that ends at any step leaves secrets that the file opens, and can be repeated. */
  @ParameterizedTest
  @ValueSource(strings = {"before the store", "behind the store"})
  void aRotationThatIsCutOffLosesNothing(String cut) {
    StorageDriver store = new MemoryDriver();
    values(store).set(secret(SECRET), "ann");
    boolean done = cut.startsWith("behind");
    EnvValues cutOff =
        new EnvValues(
            cuttingReseal(store.access(), done),
            store.registry().audit(),
            Clock.SYSTEM,
            "default",
            Vault.at(file()),
            List::of);
    assertThrows(IllegalStateException.class, () -> cutOff.rotate("ann"));
    EnvValues after = values(store);
    assertEquals(SECRET, text(after, "KEY"));
    after.rotate("ann");
    after.rotate("ann");
    assertEquals(SECRET, text(values(store), "KEY"));
  }

  private static AccessStore cuttingReseal(AccessStore store, boolean done) {
    return (AccessStore)
        Proxy.newProxyInstance(
            AccessStore.class.getClassLoader(),
            new Class<?>[] {AccessStore.class},
            (proxy, method, args) -> {
              boolean reseal = method.getName().equals("reseal");
              if (reseal && !done) {
                throw new IllegalStateException("the process ends");
              }
              try {
                Object result = method.invoke(store, args);
                if (reseal) {
                  throw new IllegalStateException("the process ends");
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void theFileKeepsTheLastTwoKeys() throws IOException {
    EnvValues values = values(new MemoryDriver());
    values.set(secret(SECRET), "ann");
    String first = Files.readString(file());
    values.rotate("ann");
    assertTrue(Files.readString(file()).startsWith(first));
    values.rotate("ann");
    List<String> lines = Files.readAllLines(file());
    assertEquals(2, lines.size());
    assertFalse(lines.contains(first.strip()));
  }

  @Test
  void whatCannotBeKeptIsRefused() {
    EnvValues values = values(new MemoryDriver());
    refused(ProblemCode.SchemaInvalid, () -> secret("short"));
    refused(
        ProblemCode.SchemaInvalid, () -> new EnvChange("Prod!", Map.of("A", "1"), Map.of(), false));
    refused(
        ProblemCode.SchemaInvalid,
        () -> new EnvChange("prod", Map.of("a-b", "1"), Map.of(), false));
    refused(
        ProblemCode.SchemaInvalid,
        () -> new EnvChange("prod", Map.of("A", "1"), Map.of("A", SECRET), false));
    refused(ProblemCode.SchemaInvalid, () -> new EnvChange("prod", Map.of(), Map.of(), false));
    String long32 = "x".repeat(EnvChange.LONGEST_VALUE);
    refused(ProblemCode.SchemaInvalid, () -> plain(long32 + "x"));
    for (int i = 0; i < 8; i++) {
      values.set(new EnvChange("default", Map.of("V" + i, long32), Map.of(), false), "ann");
    }
    refused(ProblemCode.LimitExceeded, () -> values.set(plain("x"), "ann"));
  }
}
