package io.actjs.actctl.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.actctl.client.LiveState.Change;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LiveStateTest {
  private final LiveState live = new LiveState();

  @Test
  void patchesAreAppliedToTheSnapshot() throws IOException {
    live.apply(Json.parse("{\"kind\":\"snapshot\",\"data\":{\"a\":[1,2]},\"seq\":\"4\"}"));
    Change change =
        live.apply(
            Json.parse(
                """
                {"kind":"patch","seq":"5","patch":[
                  {"op":"replace","path":"/a/0","value":9},
                  {"op":"remove","path":"/a/1"},
                  {"op":"add","path":"/b","value":null}]}
                """));

    assertEquals(new Change.State("5", Json.parse("{\"a\":[9],\"b\":null}")), change);
  }

  @Test
  void fault15_aPatchChangesTheMemberThatItsPathNames() throws IOException {
    live.apply(Json.parse("{\"kind\":\"snapshot\",\"data\":{\"~1\":1,\"/\":2},\"seq\":\"4\"}"));
    Change change =
        live.apply(
            Json.parse(
                "{\"kind\":\"patch\",\"seq\":\"5\",\"patch\":"
                    + "[{\"op\":\"replace\",\"path\":\"/~01\",\"value\":9}]}"));

    assertEquals(new Change.State("5", Json.parse("{\"~1\":9,\"/\":2}")), change);
  }

  @Test
  void aMalformedPatchIsAnError() throws IOException {
    live.apply(Json.parse("{\"kind\":\"snapshot\",\"data\":{},\"seq\":\"1\"}"));

    assertThrows(
        IOException.class,
        () -> live.apply(Json.parse("{\"kind\":\"patch\",\"seq\":\"2\",\"patch\":[{}]}")));
  }

  @Test
  void aPatchMayReplaceTheWholeState() throws IOException {
    live.apply(Json.parse("{\"kind\":\"snapshot\",\"data\":{\"a\":1},\"seq\":\"1\"}"));
    Change change =
        live.apply(
            Json.parse(
                "{\"kind\":\"patch\",\"seq\":\"2\",\"patch\":"
                    + "[{\"op\":\"replace\",\"path\":\"\",\"value\":[1]}]}"));

    assertEquals(new Change.State("2", Json.parse("[1]")), change);
  }

  @Test
  void aSecondSnapshotReplacesTheFirst() throws IOException {
    live.apply(Json.parse("{\"kind\":\"snapshot\",\"data\":{\"a\":1},\"seq\":\"1\"}"));
    Change change = live.apply(Json.parse("{\"kind\":\"snapshot\",\"data\":7,\"seq\":\"9\"}"));

    assertEquals(new Change.State("9", Json.parse("7")), change);
  }

  @Test
  void aPatchThatDoesNotFitIsAnError() throws IOException {
    live.apply(Json.parse("{\"kind\":\"snapshot\",\"data\":{\"a\":1},\"seq\":\"1\"}"));

    assertThrows(
        IOException.class,
        () ->
            live.apply(
                Json.parse(
                    "{\"kind\":\"patch\",\"seq\":\"2\",\"patch\":"
                        + "[{\"op\":\"remove\",\"path\":\"/list/0\"}]}")));
  }

  @Test
  void aPatchBeforeTheSnapshotIsAnError() {
    assertThrows(
        IOException.class,
        () -> live.apply(Json.parse("{\"kind\":\"patch\",\"patch\":[],\"seq\":\"1\"}")));
  }

  @Test
  void eventsAndTheEnd() throws IOException {
    assertEquals(
        new Change.Events("3", Json.parse("[{\"type\":\"paid\"}]")),
        live.apply(
            Json.parse("{\"kind\":\"event\",\"events\":[{\"type\":\"paid\"}],\"seq\":\"3\"}")));
    assertEquals(new Change.Deleted(), live.apply(Json.parse("{\"kind\":\"tombstone\"}")));
    assertEquals(new Change.Unknown("new"), live.apply(Json.parse("{\"kind\":\"new\"}")));
  }
}
