package io.actjs.actctl.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.screen.Failure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final URI HERE = URI.create("http://127.0.0.1:3000");

  @TempDir private Path folder;

  private Credentials credentials() {
    return Credentials.in(folder.resolve("config"));
  }

  @Test
  void eachServerHasItsToken() throws Exception {
    Credentials credentials = credentials();
    assertNull(credentials.find(HERE));
    credentials.forget(HERE);
    credentials.keep(HERE, "first");
    credentials.keep(URI.create("https://actors.example.org/base/"), "second");
    credentials.keep(HERE, "third");
    assertEquals("third", credentials().find(HERE));
    assertEquals("third", credentials.find(URI.create("http://localhost:3000/")));
    assertEquals("second", credentials.find(URI.create("https://Actors.Example.org:443/base")));
    assertNull(credentials.find(URI.create("http://127.0.0.1:3001")));
    assertNull(credentials.find(URI.create("https://127.0.0.1:3000")));
    assertEquals(List.of("second", "third"), new ArrayList<>(credentials.all()));
    credentials.forget(HERE);
    assertNull(credentials.find(HERE));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials.file())));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(credentials.file().getParent())));
  }

  @Test
  void theOldestAreForgotten() {
    Credentials credentials = credentials();
    for (int port = 1; port <= 70; port++) {
      credentials.keep(URI.create("http://127.0.0.1:" + port), "token" + port);
    }
    assertEquals(64, credentials.all().size());
    assertNull(credentials.find(URI.create("http://127.0.0.1:6")));
    assertEquals("token7", credentials.find(URI.create("http://127.0.0.1:7")));
  }

  @Test
  void severalMayChangeItAtOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      URI server = URI.create("http://127.0.0.1:" + i);
      threads.add(Thread.ofPlatform().start(() -> credentials().keep(server, "t")));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(8, credentials().all().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void aFileThatOthersMayReadIsRefused(String mode) throws Exception {
    Credentials credentials = credentials();
    credentials.keep(HERE, "secret");
    Files.setPosixFilePermissions(credentials.file(), PosixFilePermissions.fromString(mode));
    Failure refused = assertThrows(Failure.class, () -> credentials.find(HERE));
    assertTrue(refused.detail().contains("chmod 600 " + credentials.file()), refused.detail());
    assertThrows(Failure.class, () -> credentials.keep(HERE, "another"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "{}", "{\"format\":2,\"servers\":[]}"})
  void aFileOfAnotherKindIsRefused(String text) throws Exception {
    Credentials credentials = credentials();
    credentials.keep(HERE, "secret");
    Files.writeString(credentials.file(), text);
    Failure refused = assertThrows(Failure.class, () -> credentials.find(HERE));
    assertTrue(refused.detail().contains("move it away"), refused.detail());
  }

  @Test
  void whoHasNoHomeHasNoFile() {
    Credentials none = Credentials.of(name -> null, "?");
    assertNull(none.find(HERE));
    Failure refused = assertThrows(Failure.class, () -> none.keep(HERE, "secret"));
    assertTrue(refused.detail().contains("ACTJS_CONFIG_DIR"), refused.detail());
  }

  @ParameterizedTest
  @CsvSource({
    "/own, /xdg, /own",
    "'', /xdg, /xdg/actjs",
    "'', relative, /home/me/.config/actjs",
    "'', '', /home/me/.config/actjs"
  })
  void theFolderIsThatOfTheUser(String own, String xdg, String folderOf) {
    Map<String, String> environment = Map.of("ACTJS_CONFIG_DIR", own, "XDG_CONFIG_HOME", xdg);
    assertEquals(
        Path.of(folderOf, "credentials.json"), Credentials.of(environment::get, "/home/me").file());
  }
}
