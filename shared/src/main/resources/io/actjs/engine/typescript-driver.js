// The code between Java and the compiler's API (the global `ts`). Completion value: a function that
// takes the library declarations (JSON: file name -> text) and gives the driver, whose functions
// take and return JSON text.
(function (librariesJson) {
  "use strict";

  const ROOT = "/src/";
  const LIB = "/lib/";
  const libraries = JSON.parse(librariesJson);
  const parsedLibraries = new Map();
  const LANGUAGE = {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    lib: ["lib.es2023.d.ts"],
    types: [],
    noEmitOnError: true,
    newLine: ts.NewLineKind.LineFeed,
  };

  /** A compiler host over a map of absolute path -> text; library files are parsed once. */
  function hostOf(files, written) {
    const text = path => files.get(path) ??
      (path.startsWith(LIB) ? libraries[path.slice(LIB.length)] : undefined);
    return {
      fileExists: path => text(path) !== undefined,
      readFile: text,
      directoryExists: path => path === "/" || path === "/src" || path === "/lib",
      getDirectories: () => [],
      getCurrentDirectory: () => "/src",
      getDefaultLibFileName: () => LIB + "lib.es2023.d.ts",
      getDefaultLibLocation: () => "/lib",
      getCanonicalFileName: path => path,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      writeFile: (path, content) => written.set(path, content),
      getSourceFile(path, languageVersion) {
        let file = parsedLibraries.get(path);
        const content = file ?? text(path);
        if (file === undefined && content !== undefined) {
          file = ts.createSourceFile(path, content, languageVersion, true);
          if (path.startsWith(LIB)) {
            parsedLibraries.set(path, file);
          }
        }
        return file;
      },
    };
  }

  /** `file:line:column: message`, the path without the root. */
  function diagnosticText(diagnostic) {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    if (diagnostic.file === undefined) {
      return message;
    }
    const at = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    const name = diagnostic.file.fileName.replace(ROOT, "");
    return `${name}:${at.line + 1}:${at.character + 1}: ${message} (TS${diagnostic.code})`;
  }

  /** One script whose value is the exports of the entry module. `files`: file name -> text. */
  function bundle({ files, entry }) {
    const sources = new Map(Object.entries(files).map(([name, text]) => [ROOT + name, text]));
    const written = new Map();
    const program = ts.createProgram([...sources.keys()], LANGUAGE, hostOf(sources, written));
    const found = ts.getPreEmitDiagnostics(program);
    if (found.length > 0) {
      return { diagnostics: found.map(diagnosticText) };
    }
    program.emit();
    const modules = [...written].map(([path, text]) => {
      const name = path.slice(ROOT.length).replace(/\.js$/, "");
      return `${JSON.stringify("./" + name)}(exports, require) {${text}}`;
    });
    const first = JSON.stringify("./" + entry.replace(/\.ts$/, ""));
    return { diagnostics: [], script: LOADER(modules.join(",\n"), first) };
  }

  const LOADER = (modules, entry) => `(() => {
"use strict";
const modules = {
${modules}
};
const loaded = new Map();
const require = specifier => {
  const name = specifier.replace(/\\.[jt]s$/, "");
  let exports = loaded.get(name);
  if (exports === undefined) {
    exports = {};
    loaded.set(name, exports);
    modules[name](exports, require);
  }
  return exports;
};
return require(${entry});
})()
`;

  const json = run => request => JSON.stringify(run(JSON.parse(request)));
  return { bundle: json(bundle) };
})
