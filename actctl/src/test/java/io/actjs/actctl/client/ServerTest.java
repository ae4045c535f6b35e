package io.actjs.actctl.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ServerTest {

  @Test
  void pathsKeepEverySegmentApart() {
    assertEquals("/v1/a%2Fb/%C3%A9%20%3F/%2E%2E", Server.path("v1", "a/b", "é ?", ".."));
  }
}
