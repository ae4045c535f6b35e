package io.actjs.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassShape;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRules;
import io.actjs.model.env.DeclaredEnv;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Frames and outcomes over the text of an isolate, wherever that is. */
final class FramedIsolate implements Isolate {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final TextIsolate text;
  private final EngineLimits limits;
  private final OutcomeReader outcomes = new OutcomeReader();
  private boolean unfinished;

  FramedIsolate(TextIsolate text, EngineLimits limits) {
    this.text = text;
    this.limits = limits;
  }

  @Override
  public Frame newFrame() {
    return new TextFrame();
  }

  @Override
  public List<Outcome> step(Frame frame) {
    TextIsolate.Step step = ((TextFrame) frame).take();
    OutcomeReader.Answer answer = outcomes.read(orLost(() -> text.step(step)));
    unfinished = answer.unfinished();
    return answer.outcomes();
  }

  /** An isolate that is lost has the worker step again, and learn that. */
  private <T> T orLost(Supplier<T> request) {
    try {
      return request.get();
    } catch (ActjsException e) {
      unfinished |= e.code() == ProblemCode.WorkerLost;
      throw e;
    }
  }

  @Override
  public boolean unfinished() {
    return unfinished;
  }

  @Override
  public TurnMark.Ran ran() {
    return text.mark().read();
  }

  @Override
  public boolean keepsToServer() {
    return text.mark().keepToServer();
  }

  @Override
  public long cpuNanos() {
    return text.cpuNanos();
  }

  @Override
  public EvaluatedClass load(int key, CompiledClass compiled) {
    return load(key, compiled, limits.handlerCpuMs());
  }

  @Override
  public EvaluatedClass load(int key, CompiledClass compiled, long cpuMs) {
    return shape(orLost(() -> text.load(key, compiled, cpuMs)));
  }

  @Override
  public Migration.Migrated migrate(Migration migration) {
    String request = MigrationText.write(migration);
    return MigrationText.read(orLost(() -> text.migrate(request)));
  }

  @Override
  public Migrator migrator(int key) {
    Optional<String> answer = orLost(() -> Optional.ofNullable(text.migrator(key)));
    return answer.map(MigrationText::migrator).orElse(Migrator.NONE);
  }

  @Override
  public void unload(int key) {
    text.unload(key);
  }

  @Override
  public void renew(String seed, long nowMs) {
    unfinished = false;
    text.renew(seed, nowMs);
  }

  @Override
  public void repeat(String seed, long nowMs) {
    text.repeat(seed, nowMs);
  }

  @Override
  public long heapUsed() {
    return text.heapUsed();
  }

  @Override
  public void close() {
    text.close();
  }

  private static EvaluatedClass shape(String json) {
    try {
      JsonNode shape = JSON.readTree(json);
      List<String> handlers = names(shape.path("handlers"));
      return new EvaluatedClass(
          new ClassShape(
              ClassKind.valueOf(shape.path("kind").asText()),
              ClassShape.Durability.valueOf(shape.path("durability").asText()),
              handlers,
              new ClassShape.Limits(shape.path("rate").asText(), shape.path("maxActive").asInt()),
              DeclaredEnv.of(JSON.convertValue(shape.path("env"), TEXTS))),
          new TurnRules(
              shape.path("deadlineMs").asLong(),
              shape.path("attempts").asInt(),
              shape.path("maxDelayMs").asLong(),
              shape.path("parks").asBoolean(),
              shape.path("own").asBoolean()),
          new EvaluatedClass.Hooks(
              names(shape.path("subscriberHooks")).contains(EvaluatedClass.Hooks.ON_SUBSCRIBE),
              names(shape.path("subscriberHooks")).contains(EvaluatedClass.Hooks.ON_UNSUBSCRIBE)),
          new EvaluatedClass.Leave(
              shape.path("decides").asBoolean(), shape.path("view").asBoolean()),
          texts(shape.path("personal")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the kernel's class shape is not JSON", e);
    }
  }

  /** Sorted. */
  private static List<String> names(JsonNode array) {
    return texts(array).stream().sorted().toList();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }
}
