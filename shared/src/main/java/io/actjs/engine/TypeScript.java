package io.actjs.engine;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.callback.IJavetDirectCallable;
import com.caoccao.javet.interop.callback.JavetCallbackContext;
import com.caoccao.javet.interop.callback.JavetCallbackType;
import com.caoccao.javet.values.V8Value;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.source.ClasspathText;
import io.actjs.engine.source.SourceFiles;
import io.actjs.engine.source.TypeScriptFiles;
import io.actjs.engine.v8.V8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The TypeScript compiler of the WebJar, loaded into an isolate of its own. Not thread-safe; about
 * 100 MB while open.
 */
final class TypeScript implements AutoCloseable {
  static final String VERSION = TypeScriptFiles.VERSION;
  private static final String HOME = TypeScriptFiles.HOME;
  private static final String DRIVER = "typescript-driver.js";
  private static final List<String> PARTS =
      List.of(
          DRIVER,
          "schema-derivation.js",
          "class-schemas.js",
          "handler-names.js",
          "sent-messages.js",
          "typed-calls.js",
          "project-inspection.js",
          "reducer-source.js");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final V8Runtime runtime;
  private final V8ValueObject driver;
  private final List<JavetCallbackContext> callbacks = new ArrayList<>();

  /** Those of the present call. */
  private SourceFiles files = SourceFiles.NONE;

  /**
   * @param declarations declarations that programs may use besides the library: file name to text
   */
  TypeScript(Map<String, String> declarations) {
    runtime = V8.newRuntime();
    Map<String, String> library = LibraryTypes.read(HOME);
    library.putAll(declarations);
    try {
      runtime.getExecutor(ClasspathText.read(HOME + "typescript.js")).executeVoid();
      try (V8ValueFunction open = function(DRIVER);
          V8ValueFunction derivation = function("schema-derivation.js");
          V8ValueFunction schemas = function("class-schemas.js");
          V8ValueFunction names = function("handler-names.js");
          V8ValueFunction messages = function("sent-messages.js");
          V8ValueFunction calls = function("typed-calls.js");
          V8ValueFunction projects = function("project-inspection.js");
          V8ValueFunction reducers = function("reducer-source.js");
          V8Value api = runtime.getGlobalObject().get("ts");
          V8Value derive = derivation.call(null, api);
          V8Value handlerNames = names.call(null, api);
          V8Value sentMessages = messages.call(null, api);
          V8Value schemasOf = schemas.call(null, api, derive, handlerNames, sentMessages);
          V8Value misnamedCalls = calls.call(null, api, handlerNames);
          V8Value realFiles = realFiles();
          V8Value inspection = projects.call(null, api, realFiles);
          V8Value reducerSource = reducers.call(null, api)) {
        String texts = JSON.writeValueAsString(library);
        driver = open.call(null, texts, schemasOf, misnamedCalls, inspection, reducerSource);
      }
    } catch (JavetException | JsonProcessingException e) {
      throw new IllegalStateException("the TypeScript compiler does not load", e);
    }
  }

  private V8ValueFunction function(String file) throws JavetException {
    return runtime.getExecutor(source(file)).setResourceName(file).execute();
  }

  /** What tells of the files of the present call. */
  private V8ValueObject realFiles() throws JavetException {
    V8ValueObject object = runtime.createV8ValueObject();
    bind(object, "stamp", path -> runtime.toV8Value(files.stamp(path)));
    bind(object, "read", path -> runtime.toV8Value(files.read(path)));
    bind(object, "isFolder", path -> runtime.createV8ValueBoolean(files.isFolder(path)));
    bind(object, "realPath", path -> runtime.createV8ValueString(files.realPath(path)));
    return object;
  }

  /** Tells of a path. */
  private interface OfPath {
    V8Value tell(String path) throws JavetException;
  }

  private void bind(V8ValueObject object, String name, OfPath function) throws JavetException {
    IJavetDirectCallable.NoThisAndResult<JavetException> call =
        arguments -> function.tell(arguments[0].asString());
    JavetCallbackContext context =
        new JavetCallbackContext(name, JavetCallbackType.DirectCallNoThisAndResult, call);
    try (V8ValueFunction bound = runtime.createV8ValueFunction(context)) {
      object.set(name, bound);
    }
    callbacks.add(context);
  }

  /** The JavaScript between this class and the compiler's API. */
  static String driverSource() {
    return source(DRIVER);
  }

  /** All that makes its answers what they are, besides what it is asked. */
  static String sources() {
    return VERSION + PARTS.stream().map(TypeScript::source).collect(Collectors.joining());
  }

  private static String source(String file) {
    return ClasspathText.read("/io/actjs/engine/" + file);
  }

  /** Calls a function of the driver that reads no files. */
  JsonNode call(String function, Map<String, ?> request) throws JavetTerminatedException {
    return call(function, request, SourceFiles.NONE);
  }

  /**
   * Calls a function of the driver: JSON in, JSON out.
   *
   * @param readable the files that it may read
   * @throws JavetTerminatedException when {@link #runtime()} was told to terminate
   */
  JsonNode call(String function, Map<String, ?> request, SourceFiles readable)
      throws JavetTerminatedException {
    files = readable;
    try {
      return JSON.readTree(driver.invokeString(function, JSON.writeValueAsString(request)));
    } catch (JavetTerminatedException e) {
      throw e;
    } catch (JavetException | JsonProcessingException e) {
      throw new IllegalStateException("the TypeScript compiler failed: " + e.getMessage(), e);
    } finally {
      files = SourceFiles.NONE;
    }
  }

  V8Runtime runtime() {
    return runtime;
  }

  @Override
  public void close() {
    try {
      driver.close();
      // Nothing calls them any more, which V8 would find out with its next collection only.
      callbacks.forEach(context -> runtime.removeCallbackContext(context.getHandle()));
      runtime.close();
    } catch (JavetException e) {
      throw new IllegalStateException("cannot close the compiler's isolate", e);
    }
  }
}
