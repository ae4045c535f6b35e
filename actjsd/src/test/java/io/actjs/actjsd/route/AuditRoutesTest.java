package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.model.AuditEntry;
import io.actjs.model.ProblemCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditRoutesTest {
  private static final String AUDIT = "/v1/admin/audit";

  @TempDir Path dir;

  private static void fill(DaemonFixture server, int entries) {
    server
        .daemon
        .runtime()
        .audit()
        .append(
            IntStream.rangeClosed(1, entries)
                .mapToObj(
                    i ->
                        new AuditEntry(
                            "e" + i,
                            i,
                            i % 2 == 0 ? "ann" : "bob",
                            i < 4 ? "token.created" : "class.published",
                            "t/" + i,
                            "{\"n\":" + i + "}"))
                .toList());
  }

  private static List<Long> ordinals(JsonNode page) {
    List<Long> ordinals = new ArrayList<>();
    page.get("entries").forEach(entry -> ordinals.add(entry.get("ordinal").longValue()));
    return ordinals;
  }

  private static JsonNode page(DaemonFixture server, String query) {
    return server.get(AUDIT + query).assertStatus(200).json();
  }

  @Test
  void pagesGoInBothDirectionsAndAreFiltered() {
    try (DaemonFixture server = DaemonFixture.ephemeral()) {
      JsonNode none = page(server, "");
      assertEquals(0, none.get("newest").longValue());
      assertEquals(0, none.get("last").longValue());
      fill(server, 6);
      JsonNode newest = page(server, "?limit=2");
      assertEquals(List.of(6L, 5L), ordinals(newest));
      assertEquals(6, newest.get("newest").longValue());
      assertTrue(newest.get("more").booleanValue());
      JsonNode entry = newest.get("entries").get(0);
      assertEquals("e6", entry.get("id").textValue());
      assertEquals(6, entry.get("meta").get("n").intValue());
      assertEquals(64, entry.get("chain").textValue().length());
      JsonNode older = page(server, "?before=" + newest.get("last").longValue());
      assertEquals(List.of(4L, 3L, 2L, 1L), ordinals(older));
      assertFalse(older.get("more").booleanValue());
      assertEquals(List.of(3L, 4L), ordinals(page(server, "?after=2&limit=2")));
      assertEquals(List.of(6L, 4L, 2L), ordinals(page(server, "?principal=ann")));
      assertEquals(List.of(3L, 1L), ordinals(page(server, "?principal=bob&action=token.")));
      assertEquals(List.of(5L), ordinals(page(server, "?target=t%2F5")));
      JsonNode follow = page(server, "?after=0&principal=nobody");
      assertEquals(List.of(), ordinals(follow));
      assertEquals(6, follow.get("last").longValue(), "those were looked at");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?after=-1",
        "?after=x",
        "?before=1e3",
        "?after=1&before=2",
        "?limit=1001",
        "/verify?expect=12",
        "/verify?expect=1:ab",
        "/verify?expect=-1:0000000000000000000000000000000000000000000000000000000000000000"
      })
  void whatIsNoPlaceInTheAuditIsRefused(String query) {
    try (DaemonFixture server = DaemonFixture.ephemeral()) {
      server.get(AUDIT + query).assertProblem(ProblemCode.SchemaInvalid);
    }
  }

  @Test
  void aVerificationTellsTheHeadAndWhatIsBroken() throws Exception {
    String head;
    try (DaemonFixture server = DaemonFixture.at(dir)) {
      fill(server, 5);
      JsonNode report = page(server, "/verify");
      assertTrue(report.get("ok").booleanValue());
      assertEquals(5, report.get("sound").longValue());
      head = report.get("head").textValue();
      assertTrue(page(server, "/verify?expect=" + head).get("ok").booleanValue());
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir + "/actjs.db");
        Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate("DELETE FROM audit WHERE ordinal = 3"));
    }
    try (DaemonFixture server = DaemonFixture.at(dir)) {
      JsonNode report = page(server, "/verify?expect=" + head);
      assertFalse(report.get("ok").booleanValue());
      assertEquals(2, report.get("sound").longValue());
      assertEquals("missing", report.get("fault").get("kind").textValue());
      assertEquals(3, report.get("fault").get("ordinal").longValue());
      assertEquals("entry 3 is missing", report.get("fault").get("detail").textValue());
    }
  }
}
