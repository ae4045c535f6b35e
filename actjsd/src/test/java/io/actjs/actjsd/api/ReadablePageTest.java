package io.actjs.actjsd.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Sources;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page at {@code /docs}. */
class ReadablePageTest {
  private static DaemonFixture server;
  private static Answer page;

  @BeforeAll
  static void start() {
    server =
        DaemonFixture.ephemeral().with("Counter", Sources.COUNTER.replace("'nothing'", "'<b>&\"'"));
    page = server.get("/docs");
    assertEquals(200, page.status());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Set<String> all(String pattern) {
    return Pattern.compile(pattern)
        .matcher(page.text())
        .results()
        .map(it -> it.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void itLoadsNothingAndRunsNothing() throws Exception {
    String html = page.text();
    assertEquals("text/html;charset=utf-8", page.header("content-type"));
    assertFalse(html.contains("<script") || html.contains("<img") || html.contains("<link"));
    assertEquals(Set.of(), all("(?:src|href)=\"((?!#|openapi.json|asyncapi.json)[^\"]*)"));
    Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(html);
    assertTrue(style.find());
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(style.group(1).getBytes(StandardCharsets.UTF_8));
    String policy = page.header("content-security-policy");
    assertTrue(policy.startsWith("default-src 'none'; style-src 'sha256-"), policy);
    assertTrue(policy.contains(Base64.getEncoder().encodeToString(hash)), policy);
  }

  @Test
  void everyOperationAndEverySchemaIsThereAndEveryLinkLeadsToOne() {
    Set<String> ids = all(" id=\"([^\"]*)\"");
    new DescribedApi(server.get("/openapi.json").json())
        .operations()
        .forEach(it -> assertTrue(ids.contains(it.id()), it.id()));
    for (String link : all("href=\"#([^\"]*)\"")) {
      assertTrue(ids.contains(link), link);
    }
  }

  @Test
  void namesOfAuthorsAreTextAndNotMarkup() {
    assertFalse(page.text().contains("<b>&\""));
    assertTrue(page.text().contains("&lt;b&gt;&amp;&quot;"));
  }
}
