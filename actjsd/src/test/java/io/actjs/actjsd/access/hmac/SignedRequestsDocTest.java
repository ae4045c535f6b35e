package io.actjs.actjsd.access.hmac;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation says about signed requests is what works. */
class SignedRequestsDocTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Pattern VECTOR =
      Pattern.compile(" {4}secret +(\\S+)\\n {4}text +((?:.*\\n)+?) {4}signature +(\\S+)\\n");
  private static final Pattern EXAMPLE =
      Pattern.compile("```js\\n(import [^`]+createHmac[^`]+)```");

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/access.md"));
  }

  /** Of a server that has run for an hour. */
  private static final class Provider implements AuthenticatorProvider {
    @Override
    public String name() {
      return "hmac";
    }

    @Override
    public Authenticator open() {
      return new HmacAuthenticator(
          List.of(SECRET.getBytes(UTF_8)), Clock.SYSTEM, System.currentTimeMillis() - 3_600_000);
    }
  }

  @Test
  void theVectorVerifies() throws IOException {
    Matcher vector = VECTOR.matcher(page());
    assertTrue(vector.find());
    String text = vector.group(2).lines().map(String::strip).collect(Collectors.joining("\n"));
    assertEquals(
        vector.group(3),
        HexFormat.of().formatHex(SignedRequest.mac(vector.group(1).getBytes(UTF_8), text)));
  }

  @Test
  void theExampleForNodeWorks(@TempDir Path folder) throws Exception {
    assumeTrue(hasNode(), "node is not installed");
    Matcher example = EXAMPLE.matcher(page());
    assertTrue(example.find());
    Path script = Files.writeString(folder.resolve("example.mjs"), example.group(1));
    try (DaemonFixture server =
        DaemonFixture.of(
            DaemonConfig.ephemeral().withAccess(AccessConfig.OPEN.withUsers(new Provider())))) {
      server.get("/v1/admin/audit").assertProblem(ProblemCode.Forbidden);
      assertEquals("200", run(script, server, SECRET, "/v1/admin/audit?limit=2"));
      assertEquals("401", run(script, server, SECRET + "x", "/v1/admin/audit?limit=2"));
    }
  }

  private static boolean hasNode() {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String run(Path script, DaemonFixture server, String secret, String target)
      throws IOException {
    Process node =
        new ProcessBuilder(
                "node", script.toString(), server.daemon.uri().toString(), secret, target)
            .redirectErrorStream(true)
            .start();
    return new String(node.getInputStream().readAllBytes(), UTF_8).strip();
  }
}
