package io.actjs.engine;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.V8Value;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.v8.V8;
import java.util.Map;

/**
 * The TypeScript compiler of the WebJar, loaded into an isolate of its own. Not thread-safe; about
 * 100 MB while open.
 */
final class TypeScript implements AutoCloseable {
  static final String VERSION = "6.0.3";
  private static final String HOME = "/META-INF/resources/webjars/typescript/" + VERSION + "/lib/";
  private static final String DRIVER = "typescript-driver.js";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final V8Runtime runtime;
  private final V8ValueObject driver;

  /**
   * @param declarations declarations that programs may use besides the library: file name to text
   */
  TypeScript(Map<String, String> declarations) {
    runtime = V8.newRuntime();
    Map<String, String> files = LibraryTypes.read(HOME);
    files.putAll(declarations);
    try {
      runtime.getExecutor(ClasspathText.read(HOME + "typescript.js")).executeVoid();
      try (V8ValueFunction open = function(DRIVER);
          V8ValueFunction derivation = function("schema-derivation.js");
          V8ValueFunction schemas = function("class-schemas.js");
          V8ValueFunction names = function("handler-names.js");
          V8ValueFunction calls = function("typed-calls.js");
          V8Value api = runtime.getGlobalObject().get("ts");
          V8Value derive = derivation.call(null, api);
          V8Value handlerNames = names.call(null, api);
          V8Value schemasOf = schemas.call(null, api, derive, handlerNames);
          V8Value misnamedCalls = calls.call(null, api, handlerNames)) {
        driver = open.call(null, JSON.writeValueAsString(files), schemasOf, misnamedCalls);
      }
    } catch (JavetException | JsonProcessingException e) {
      throw new IllegalStateException("the TypeScript compiler does not load", e);
    }
  }

  private V8ValueFunction function(String file) throws JavetException {
    return runtime.getExecutor(source(file)).setResourceName(file).execute();
  }

  /** The JavaScript between this class and the compiler's API. */
  static String driverSource() {
    return source(DRIVER);
  }

  private static String source(String file) {
    return ClasspathText.read("/io/actjs/engine/" + file);
  }

  /**
   * Calls a function of the driver: JSON in, JSON out.
   *
   * @throws JavetTerminatedException when {@link #runtime()} was told to terminate
   */
  JsonNode call(String function, Map<String, ?> request) throws JavetTerminatedException {
    try {
      return JSON.readTree(driver.invokeString(function, JSON.writeValueAsString(request)));
    } catch (JavetTerminatedException e) {
      throw e;
    } catch (JavetException | JsonProcessingException e) {
      throw new IllegalStateException("the TypeScript compiler failed: " + e.getMessage(), e);
    }
  }

  V8Runtime runtime() {
    return runtime;
  }

  @Override
  public void close() {
    try {
      driver.close();
      runtime.close();
    } catch (JavetException e) {
      throw new IllegalStateException("cannot close the compiler's isolate", e);
    }
  }
}
