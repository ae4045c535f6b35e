package io.actjs.actctl.codegen;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueFunction;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.source.ClasspathText;
import io.actjs.engine.source.TypeScriptFiles;
import io.actjs.engine.v8.V8;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The TypeScript compiler as a client's build runs it: {@code strict}, declarations checked. */
final class StrictTypes implements AutoCloseable {
  private static final String CHECK =
      """
      (filesJson, libsJson) => {
        const files = JSON.parse(filesJson), libs = JSON.parse(libsJson);
        const text = path => files[path] ?? libs[path];
        const host = {
          fileExists: path => text(path) !== undefined, readFile: text, directoryExists: () => true,
          getDirectories: () => [], getCurrentDirectory: () => '/', getNewLine: () => '\\n',
          getDefaultLibFileName: () => '/lib.es5.d.ts', getDefaultLibLocation: () => '/',
          getCanonicalFileName: path => path, useCaseSensitiveFileNames: () => true, writeFile() {},
          getSourceFile: (path, target) =>
            text(path) === undefined ? undefined : ts.createSourceFile(path, text(path), target),
        };
        const program = ts.createProgram(Object.keys(files), {
          strict: true, skipLibCheck: false, noEmit: true, target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
          lib: Object.keys(libs).map(it => it.slice(1)), types: [],
        }, host);
        return JSON.stringify(ts.getPreEmitDiagnostics(program).map(it =>
          (it.file?.fileName ?? '') + ' TS' + it.code + ': ' +
          ts.flattenDiagnosticMessageText(it.messageText, ' ')));
      }
      """;

  private final V8Runtime runtime = V8.newRuntime();

  StrictTypes() throws JavetException {
    runtime.getExecutor(ClasspathText.read(TypeScriptFiles.HOME + "typescript.js")).executeVoid();
  }

  /**
   * The errors of a program.
   *
   * @param files texts by path, such as {@code /app.ts}
   */
  List<String> errors(Map<String, String> files) throws JavetException {
    Map<String, String> libraries = new TreeMap<>();
    for (String each :
        List.of(
            "es5",
            "es2015.promise",
            "es2015.symbol",
            "decorators",
            "es2015.iterable",
            "decorators.legacy")) {
      String name = "lib." + each + ".d.ts";
      libraries.put("/" + name, ClasspathText.read(TypeScriptFiles.HOME + name));
    }
    try (V8ValueFunction check = runtime.getExecutor(CHECK).execute()) {
      String json = check.callString(null, text(files), text(libraries));
      return StreamSupport.stream(Json.parse(json).spliterator(), false)
          .map(it -> it.asText())
          .toList();
    }
  }

  private static String text(Map<String, String> map) {
    var object = Json.object();
    map.forEach(object::put);
    return object.toString();
  }

  @Override
  public void close() throws JavetException {
    runtime.close();
  }
}
