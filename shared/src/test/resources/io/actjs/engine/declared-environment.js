// What the types say that actor code has. Completion value: a function from the declaration files
// (JSON: name -> text) to JSON of { global: { statics: [name], members: [name] } }, a dot between a
// namespace and what is in it.
(filesJson => {
  "use strict";
  const files = JSON.parse(filesJson);
  const text = path => (path === "/main.ts" ? "export {};" : files[path.slice(1)]);
  const host = {
    fileExists: path => text(path) !== undefined,
    readFile: text,
    directoryExists: () => true,
    getDirectories: () => [],
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => "/lib.esnext.d.ts",
    getDefaultLibLocation: () => "/",
    getCanonicalFileName: path => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => {},
    getSourceFile(path, version) {
      const content = text(path);
      return content === undefined ? undefined : ts.createSourceFile(path, content, version, true);
    },
  };
  const options = { strict: true, target: ts.ScriptTarget.ESNext, lib: ["lib.esnext.d.ts"], types: [] };
  const program = ts.createProgram(["/globals.d.ts", "/main.ts"], options, host);
  const main = program.getSourceFile("/main.ts");
  const broken = [...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics()];
  if (broken.length > 0) {
    throw new Error(broken.map(each => ts.flattenDiagnosticMessageText(each.messageText, " ")).join("; "));
  }
  const checker = program.getTypeChecker();
  const typeOf = symbol => checker.getTypeOfSymbolAtLocation(symbol, main);
  const nameOf = symbol => symbol.escapedName.replace(/^__@(\w+)@\d+$/, "@@$1").replace(/^___/, "__");
  const namesOf = type => checker.getPropertiesOfType(type).map(nameOf);
  const found = {};
  const add = (name, symbol, inNamespace) => {
    const type = typeOf(symbol);
    const prototype = type.getProperty("prototype");
    const made = type.getConstructSignatures().map(each => each.getReturnType());
    const instances = prototype === undefined ? made : [typeOf(prototype), ...made];
    found[name] = { statics: namesOf(type), members: [...new Set(instances.flatMap(namesOf))] };
    if (!inNamespace && (symbol.flags & ts.SymbolFlags.Namespace) !== 0) {
      for (const inner of type.getProperties()) {
        add(`${name}.${nameOf(inner)}`, inner, true);
      }
    }
  };
  for (const symbol of checker.getSymbolsInScope(main, ts.SymbolFlags.Value)) {
    add(symbol.name, symbol, false);
  }
  return JSON.stringify(found);
});
