package io.actjs.runtime;

import static io.actjs.runtime.Forgetting.PATIENT;
import static io.actjs.runtime.Forgetting.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.StoredItem;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.valkey.ValkeyDriver;
import io.actjs.storage.valkey.ValkeyOptions;
import io.actjs.storage.valkey.ValkeyUrl;
import io.actjs.testkit.TestRuntime;
import io.actjs.testservers.PostgresProcess;
import io.actjs.testservers.TestValkey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A person is forgotten by a PostgreSQL, and by the Valkey beside it. */
class PersonErasureServersTest {
  private final ValkeyOptions options =
      ValkeyOptions.DEFAULT
          .withPrefix(UUID.randomUUID().toString())
          .withTimeouts(TestValkey.PATIENCE, TestValkey.PATIENCE);

  @TempDir Path folder;

  private TestRuntime open(PostgresProcess server) {
    StorageDriver store =
        PostgresDriver.open(PostgresUrl.parse(server.url()), PostgresOptions.DEFAULT);
    ValkeyDriver cached =
        ValkeyDriver.open(store, ValkeyUrl.parse(TestValkey.shared().url()), options);
    return TestRuntime.start(cached, builder -> builder.signals(cached.signals()));
  }

  private List<String> keysWithTheSecret() {
    List<String> found = new ArrayList<>();
    try (Jedis valkey = new Jedis("localhost", TestValkey.shared().port())) {
      for (String key : valkey.keys(options.prefix() + "*")) {
        byte[] value =
            "string".equals(valkey.type(key))
                ? valkey.get(key.getBytes(StandardCharsets.UTF_8))
                : new byte[0];
        if (key.contains(SECRET)
            || new String(value, StandardCharsets.ISO_8859_1).contains(SECRET)) {
          found.add(key);
        }
      }
    }
    return found;
  }

  /** What an export from now on has. */
  static List<StoredItem> itemsWithTheSecret(StorageDriver store) {
    List<StoredItem> found = new ArrayList<>();
    store
        .contents()
        .read(
            item -> {
              if (item.toString().contains(SECRET)) {
                found.add(item);
              }
            });
    return found;
  }

  private static void execute(PostgresProcess server, String sql) throws Exception {
    String url = "jdbc:postgresql://localhost:" + server.port() + "/postgres?user=postgres";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void nothingIsInTheTablesNorInValkeyAndNothingInThePagesOnceTheyAreRewritten() throws Exception {
    try (PostgresProcess server = new PostgresProcess(folder)) {
      Path pages = folder.resolve("postgres").resolve("base");
      try (TestRuntime runtime = open(server)) {
        Forgetting.publish(runtime);
        Forgetting.plant(runtime);
      }
      execute(server, "CHECKPOINT");
      assertFalse(Forgetting.filesWith(pages, SECRET).isEmpty());
      Await.until("the copies", () -> !keysWithTheSecret().isEmpty());
      try (TestRuntime runtime = open(server)) {
        Forgetting.Report done = Forgetting.forget(runtime.runtime(), Forgetting.byPrincipal());

        assertEquals(0, done.done().kept());
        assertEquals(0, done.done().copies());
        assertEquals(List.of(), keysWithTheSecret());
        assertEquals(
            List.of(),
            itemsWithTheSecret(
                PostgresDriver.open(PostgresUrl.parse(server.url()), PostgresOptions.DEFAULT)));
        var unused = runtime.runtime().dueWork().resume(PATIENT.className(), PATIENT.id(), "ann");
        assertEquals("2", runtime.call(PATIENT, "visit", "null"));
      }
      execute(server, "CHECKPOINT");
      // What the docs tell operators to do who want it at once.
      execute(server, "VACUUM FULL");
      execute(server, "CHECKPOINT");
      assertEquals(List.of(), Forgetting.filesWith(pages, SECRET));
      assertEquals(List.of(), keysWithTheSecret());
    }
  }
}
