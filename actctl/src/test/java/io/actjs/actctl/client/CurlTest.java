package io.actjs.actctl.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurlTest {

  @Test
  void shellWordsComeBackFromTheirQuotes() {
    assertEquals(
        List.of("call", "a b", "{\"x\": \"it's\"}", ""),
        ShellWords.split("call 'a b'  \"{\\\"x\\\": \\\"it's\\\"}\" ''"));
    String text = "it's {\"a\": \"\\\"}";
    assertEquals(List.of(text), ShellWords.split(ShellWords.quote(text)));
  }

  @Test
  void aCallLineBecomesACurlLine() {
    URI server = URI.create("http://127.0.0.1:3000");

    assertEquals(
        Optional.of(
            "curl -X POST http://127.0.0.1:3000/v1/actors/Cart/a%20b/add"
                + " -H 'content-type: application/json' -d '{\"n\": 1}'"),
        Curl.of(server, "actctl call Cart 'a b' add '{\"n\": 1}'"));
    assertEquals(Optional.empty(), Curl.of(server, "actctl actor watch Cart a"));
  }
}
