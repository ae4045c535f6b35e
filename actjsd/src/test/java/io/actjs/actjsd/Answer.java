package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;

/** What the daemon answered to a request. */
public record Answer(HttpResponse<String> response) {
  private static final ObjectMapper TREES = new ObjectMapper();

  public int status() {
    return response.statusCode();
  }

  public String text() {
    return response.body();
  }

  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  public JsonNode json() {
    return parse(text());
  }

  public static JsonNode parse(String json) {
    try {
      return TREES.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Scenario 5 for every problem that any test meets. */
  public JsonNode assertProblem(ProblemCode code) {
    assertEquals(code.httpStatus(), status(), text());
    assertEquals("application/problem+json", header("content-type"));
    JsonNode problem = json();
    assertEquals("https://actjs.dev/errors/" + code, problem.get("type").textValue());
    assertEquals(code.title(), problem.get("title").textValue());
    assertEquals(code.httpStatus(), problem.get("status").intValue());
    assertEquals(code.name(), problem.get("code").textValue());
    assertFalse(problem.get("detail").textValue().isBlank());
    assertFalse(text().contains("\\tat ") || text().contains("Exception"), text());
    return problem;
  }

  public Answer assertStatus(int status) {
    assertEquals(status, status(), text());
    if (!text().isEmpty()) {
      assertTrue(header("content-type").startsWith("application/json"), header("content-type"));
    }
    return this;
  }
}
