package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.actctl.bundle.ClassFiles;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.registry.PublishRequest;
import io.actjs.registry.env.EnvChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The classes in the docs and in the example are accepted as they are printed, types and all. */
class DocsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```ts$(.*?)^```$");
  private static final Pattern CLASS = Pattern.compile("(?m)^(?:export|return) class (\\w+)");

  @Test
  void theClassesInTheDocsCanBePublished() throws IOException {
    List<String> published = new ArrayList<>();
    Map<String, String> shop =
        Map.of("Stock", Files.readString(Path.of("../examples/shop/Stock.ts")));
    try (Daemon daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0))) {
      // As the text says: they are set before the class is published.
      daemon
          .runtime()
          .env()
          .set(
              new EnvChange(
                  "default",
                  Map.of("REGION", "eu"),
                  Map.of("STRIPE_KEY", "sk_test_of_the_docs"),
                  false),
              "test");
      for (String page : List.of("getting-started.md", "writing-actors.md", "validation.md")) {
        for (String block : blocks(Files.readString(Path.of("../docs", page)))) {
          Matcher name = CLASS.matcher(block);
          if (name.find()) {
            String version = "1.0." + published.size();
            daemon
                .runtime()
                .registry()
                .publish(PublishRequest.of(name.group(1), version, block).with(shop), "test");
            published.add(name.group(1));
          }
        }
      }
    }
    assertEquals(
        List.of(
            "Counter",
            "Counter",
            "Todo",
            "Buyer",
            "Order",
            "Purse",
            "Payment",
            "Shelf",
            "Trial",
            "Guest",
            "Room",
            "Payments",
            "Note",
            "Hand",
            "Profile",
            "Account",
            "Counter",
            "Match",
            "Counter",
            "Stock",
            "Stock"),
        published);
  }

  @Test
  void theExampleCanBePublished() throws IOException {
    List<Path> files = ClassFiles.candidates(Path.of("../examples/shop"));
    assertEquals(4, files.size());
    try (Daemon daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0))) {
      for (Path file : files) {
        String server = "--server=" + daemon.uri();
        Ran ran = Ran.actctl("publish", file.toString(), "--version=1.0.0", server);
        assertEquals(0, ran.exit(), ran::toString);
      }
      assertEquals(List.of("Cart", "Ledger", "Room", "Stock"), daemon.runtime().registry().names());
    }
  }

  private static List<String> blocks(String page) {
    return BLOCK.matcher(page).results().map(it -> it.group(1)).toList();
  }
}
