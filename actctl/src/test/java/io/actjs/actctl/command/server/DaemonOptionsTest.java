package io.actjs.actctl.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import io.actjs.actctl.config.ConfigPlaces;
import io.actjs.actctl.config.ConfiguredOptions;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.Isolation;
import io.actjs.actjsd.Network;
import io.actjs.actjsd.tls.TlsFiles;
import io.actjs.runtime.retention.RetentionPolicy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class DaemonOptionsTest {
  private static final Path NO_FILES = Path.of("/");

  @Command(name = "holder")
  private static final class Holder {
    @Mixin private DaemonOptions options;
  }

  private static DaemonConfig config(String... args) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(args);
    return holder.options.config(Path.of("data"));
  }

  private static DaemonConfig config(Map<String, String> environment, String... args) {
    List<String> words = new ArrayList<>(List.of("start"));
    words.addAll(List.of(args));
    ParseResult parsed = Ran.lineFor("start").parseArgs(words.toArray(String[]::new));
    ConfiguredOptions options =
        ConfiguredOptions.fill(parsed, NO_FILES, it -> variable(environment, it));
    CommandLine start = parsed.asCommandLineList().getLast();
    try {
      return ((StartCommand) start.getCommandSpec().userObject()).config();
    } catch (ParameterException e) {
      throw options.explain(e);
    }
  }

  private static @Nullable String variable(Map<String, String> environment, String name) {
    boolean place = name.equals(ConfigPlaces.SYSTEM_VARIABLE) || name.equals("ACTJS_CONFIG_DIR");
    return place ? "/nonexistent" : environment.get(name);
  }

  @Test
  void aValkeyStandsBesideWhateverKeepsTheData() {
    Map<String, String> environment =
        Map.of(
            "DATABASE_URL", "postgres://db/name",
            "REDIS_URL", "rediss://u:geheim@cache:7000/2",
            "ACTJS_REDIS_PREFIX", "shop");
    DaemonConfig config = config(environment);
    assertNotNull(config.database());
    assertEquals("rediss://cache:7000/2", Objects.requireNonNull(config.valkey()).place());
    assertEquals("shop", config.valkeyOptions().prefix());
    DaemonConfig onDisk = config(environment, "--data=here");
    assertNull(onDisk.database());
    assertNotNull(onDisk.valkey());
    assertNull(config(Map.of("REDIS_URL", " ")).valkey());
  }

  @Test
  void handlersRunInTheServerUnlessTheyAreToHaveProcesses() {
    assertEquals(Isolation.THREAD, config().isolation());
    assertEquals(Isolation.PROCESS, config("--isolation=PROCESS").isolation());
    assertThrows(ParameterException.class, () -> config("--isolation=container"));
  }

  @Test
  void whatKeepsNothingUsesNoServer() {
    DaemonConfig config =
        config(
            Map.of("DATABASE_URL", "postgres://db/name", "REDIS_URL", "redis://cache"),
            "--ephemeral");
    assertNull(config.database());
    assertNull(config.valkey());
    assertNull(config.dataDir());
  }

  @Test
  void aMalformedVariableIsNamedAndItsPasswordIsNot() {
    assertNamed("REDIS_URL", Map.of("REDIS_URL", "http://u:geheim@cache"));
    assertNamed(
        "ACTJS_REDIS_PREFIX",
        Map.of("REDIS_URL", "redis://:geheim@cache", "ACTJS_REDIS_PREFIX", "a:b"));
  }

  private static void assertNamed(String variable, Map<String, String> environment) {
    CommandLine.ParameterException e =
        assertThrows(CommandLine.ParameterException.class, () -> config(environment));
    String message = e.getMessage();
    assertTrue(message.contains("$" + variable), message);
    assertFalse(message.contains("geheim"), message);
  }

  @Test
  void aServerIsOpenAndTakesUnsignedClassesUnlessToldOtherwise() {
    DaemonConfig config = config();
    assertNull(config.access().adminToken());
    assertEquals(RetentionPolicy.DEFAULT, config.retention());
    assertFalse(config.registry().requireSigned());
    assertEquals(DaemonConfig.DEFAULT_PORT, config.port());
    assertEquals(Path.of("data").toAbsolutePath(), config.dataDir());
  }

  @Test
  void everyOptionIsInTheConfiguration() {
    DaemonConfig config =
        config(
            "--admin-token=a-good-token",
            "--require-signed",
            "--port=0",
            "--host=::1",
            "--ephemeral",
            "--keep-turns=7",
            "--keep-events=8",
            "--keep-deleted-journals=2d",
            "--keep-deleted=3d",
            "--keep-dead-letters=4h",
            "--max-dead-letters=9",
            "--keep-audit=5d",
            "--sweep-every=10m");
    assertEquals(
        new RetentionPolicy(
            7,
            8,
            Duration.ofDays(2),
            Duration.ofDays(3),
            Duration.ofHours(4),
            9,
            Duration.ofDays(5),
            Duration.ofMinutes(10)),
        config.retention());
    assertNotNull(config.access().adminToken());
    assertTrue(config.registry().requireSigned());
    assertEquals(0, config.port());
    assertEquals("::1", config.host());
    assertNull(config.dataDir());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--keep-dead-letters",
        "--keep-deleted",
        "--keep-deleted-journals",
        "--keep-audit"
      })
  void aTimeThatIsNoneIsWrongUsageOfItsOption(String option) {
    ParameterException refusal =
        assertThrows(ParameterException.class, () -> config(option + "=nonsense"));
    assertTrue(
        refusal.getMessage().contains(option + ": expected a duration"), refusal.getMessage());
  }

  @Test
  void theNetworkIsSetUp() {
    DaemonConfig config =
        config(
            "--host=0.0.0.0",
            "--tls-cert=cert.pem",
            "--tls-key=key.pem",
            "--client-ca=ca.pem",
            "--trusted-proxy=10.0.0.0/8",
            "--allowed-host=app.example.org",
            "--insecure");
    assertEquals("0.0.0.0", config.host());
    assertTrue(config.network().insecure());
    assertEquals(
        new TlsFiles(Path.of("cert.pem"), Path.of("key.pem"), Path.of("ca.pem")),
        config.network().tls());
    assertTrue(config.network().proxies().trusts(InetAddress.ofLiteral("10.1.2.3")));
    assertTrue(config.network().hosts().allows("app.example.org:3000"));
    assertEquals(Network.DEFAULT.tls(), config().network().tls());
    assertTrue(config().network().proxies().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--tls-cert=cert.pem",
        "--tls-key=key.pem",
        "--client-ca=ca.pem",
        "--trusted-proxy=proxy",
        "--trusted-proxy=0.0.0.0/0",
        "--allowed-host=https://app.example.org",
        "--allowed-host=*"
      })
  void aNetworkThatMakesNoSenseIsRefused(String option) {
    ParameterException e = assertThrows(ParameterException.class, () -> config(option));
    String name = option.substring(0, option.indexOf('='));
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }
}
