// The code between Java and the compiler's API (the global `ts`). Completion value: a function that
// takes the declarations that programs may refer to (JSON: file name -> text), what
// class-schemas.js and typed-calls.js give, project-inspection.js, to be called with the API and the
// real files, and what reducer-source.js gives; it gives the driver, whose functions take and return JSON text.
(function (librariesJson, schemasOf, misnamedCalls, inspection, reducerSource) {
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
    lib: ["lib.esnext.d.ts"],
    types: [],
    noEmitOnError: true,
    newLine: ts.NewLineKind.LineFeed,
  };

  // Actor classes. A function body is older code, written when nobody checked it.
  const KIT = LIB + "actjs.d.ts";
  const BODY_KIT = LIB + "actjs-body.d.ts";
  const KIT_NAMES = ["actjs", "@jplevyak/actjs"];
  const MODULE_FORM = {
    ...LANGUAGE, target: ts.ScriptTarget.ESNext, esModuleInterop: true, noEmit: true,
  };
  const GLOBALS = LIB + "globals.d.ts";
  const BODY_FORM = {
    ...MODULE_FORM, allowUmdGlobalAccess: true, noImplicitAny: false,
    strictPropertyInitialization: false, useUnknownInCatchVariables: false,
  };
  const MAX_DIAGNOSTICS = 50;

  const LATER = "use this.actjs.scheduleAt(when, handler, payload); it survives a restart";
  const NETWORK = "actors have no network; have a client or another service call out, and tell the actor";
  const MODULES = "import what you need from a file or a package";
  const PAGE = "there is no page and no other global object than globalThis";
  const STATE = "use this.state";
  const MESSAGES = "use this.actjs.tell(ref, handler, payload)";
  const CODE = "code cannot be made of texts or bytes";
  const COLLECTOR = "what depends on the garbage collector could not be repeated";
  const ALONE = "nothing is shared between threads";

  // In a function body the kit is in scope as the namespace `actjs`, and `handler` by itself.
  if (libraries["actjs.d.ts"] !== undefined) {
    libraries["actjs-body.d.ts"] = libraries["actjs.d.ts"] +
      "\nexport as namespace actjs;" +
      "\ndeclare const $handler: typeof handler;" +
      "\ndeclare global { const handler: typeof $handler; }\n";
  }

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
      getDefaultLibFileName: () => LIB + "lib.esnext.d.ts",
      getDefaultLibLocation: () => "/lib",
      getCanonicalFileName: path => path,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      writeFile: (path, content) => written.set(path, content),
      resolveModuleNameLiterals: (literals, from, _, options) =>
        literals.map(({ text: name }) => {
          const found = resolve(name, from, options);
          const isThere = found !== undefined && text(found.resolvedFileName) !== undefined;
          return { resolvedModule: isThere ? found : undefined };
        }),
      getSourceFile(path, languageVersion) {
        const content = path.startsWith(LIB) ? undefined : text(path);
        return content === undefined ? libraryFile(path)
          : ts.createSourceFile(path, content, languageVersion, true);
      },
    };
  }

  function libraryFile(path) {
    let file = parsedLibraries.get(path);
    const content = file ?? libraries[path.slice(LIB.length)];
    if (file === undefined && content !== undefined && path.startsWith(LIB)) {
      file = ts.createSourceFile(path, content, ts.ScriptTarget.ESNext, true);
      parsedLibraries.set(path, file);
    }
    return file;
  }

  /** The kit by its names; a sibling file by its relative path; nothing else. */
  function resolve(name, from, options) {
    if (KIT_NAMES.includes(name)) {
      const resolvedFileName = options.allowUmdGlobalAccess ? BODY_KIT : KIT;
      return { resolvedFileName, extension: ts.Extension.Dts };
    }
    if (!name.startsWith("./")) {
      return undefined;
    }
    const sibling = name.slice(2).replace(/\.[jt]s$/, "");
    const declared = KIT_NAMES.includes(sibling);
    const extension = declared ? ts.Extension.Dts : ts.Extension.Ts;
    return { resolvedFileName: ROOT + sibling + extension, extension };
  }

  /** `file:line:column: message`, the path without the root. */
  function diagnosticText(diagnostic) {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n").replaceAll(ROOT, "");
    if (diagnostic.file === undefined) {
      return message;
    }
    const at = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    const name = diagnostic.file.fileName.replace(ROOT, "");
    return `${name}:${at.line + 1}:${at.character + 1}: ${message} (TS${diagnostic.code})`;
  }

  /**
   * One script, of ASCII alone, whose value is the exports of the entry module. `files`: file name
   * -> text. `libraries`: CommonJS modules of others, path -> text; `mains`: what `require` names
   * them -> path. `require.library(name)` gives a fresh copy of one.
   */
  function bundle({ files, entry, libraries = {}, mains = {} }) {
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
    const foreign = Object.entries(libraries).map(([path, text]) => {
      const body = path.endsWith(".json") ? `module.exports = JSON.parse(${JSON.stringify(text)});` : text;
      return `${JSON.stringify(path)}(exports, require, module) {${body}\n}`;
    });
    const script = LOADER(modules.join(",\n"), foreign.join(",\n"), JSON.stringify(mains), first);
    return { diagnostics: [], script: script.replace(/[^\x00-\x7f]/g, escaped) };
  }

  // V8 keeps a text of ASCII in half the memory. What is not stands in texts, patterns and comments.
  const escaped = unit => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0");

  const LOADER = (modules, libraries, mains, entry) => `(() => {
"use strict";
const modules = {
${modules}
};
const libraries = {
${libraries}
};
const mains = ${mains};
const library = name => {
  const copies = new Map();
  const load = path => {
    let module = copies.get(path);
    if (module === undefined) {
      module = { exports: {} };
      copies.set(path, module);
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      libraries[path](module.exports, wanted => load(found(folder, wanted)), module);
    }
    return module.exports;
  };
  const found = (folder, wanted) => {
    if (!wanted.startsWith("./")) {
      return mains[wanted];
    }
    const path = folder + wanted.slice(2);
    return path in libraries ? path : path + ".js";
  };
  return load(mains[name]);
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
require.library = library;
return require(${entry});
})()
`;

  /**
   * Compiles an actor class to the script that the kernel loads. Gives `{script, sourceMap, schemas}`,
   * or `{code, diagnostics}` where `code` is a problem code. `schemas`: those that the types say, as
   * JSON text; empty when they are ignored. `siblings`: class name -> source of the classes whose
   * types it may import; `missing`: class name -> why there is none.
   */
  function compileClass({ name, source, types: wanted, siblings, missing }) {
    const file = parse(name, source);
    const refused = refusal(file);
    if (refused !== undefined) {
      return refused;
    }
    const types = wanted === "IGNORED" ? undefined : typed(file, siblings, missing);
    const wrong = wanted === "CHECKED" ? types.refused() : undefined;
    if (wrong !== undefined) {
      return wrong;
    }
    const isModule = isModuleForm(file);
    const { outputText, sourceMapText } = ts.transpileModule(source, {
      fileName: file.fileName,
      compilerOptions: {
        ...MODULE_FORM,
        // V8 has no decorators yet.
        target: ts.ScriptTarget.ES2022,
        noEmit: false,
        sourceMap: true,
        moduleDetection: isModule ? ts.ModuleDetectionKind.Force : ts.ModuleDetectionKind.Legacy,
      },
    });
    // The last line names the map; lines like it before are the author's.
    const text = outputText.replace(/\/\/# sourceMappingURL=[^\n]*\n?$/, "");
    const before = isModule ? MODULE_HEAD : BODY_HEAD;
    return {
      script: before + text + (isModule ? MODULE_TAIL : bodyTail(file, name)),
      sourceMap: shifted(sourceMapText, before.length, file.fileName),
      schemas: types === undefined ? "" : schemasOf(types.program, types.file, name, isLibrary),
    };
  }

  const isLibrary = file => file.fileName.startsWith(LIB);

  /** Checks an actor class: gives `{}`, or `{code, diagnostics}`. */
  function checkClass({ name, source, siblings, missing }) {
    const file = parse(name, source);
    return refusal(file) ?? typed(file, siblings, missing).refused() ?? {};
  }

  /** Checks the code of a bundle, a function body: gives `{}`, or `{code, diagnostics}`. */
  function checkBundle({ name, source }) {
    return refusal(ts.createSourceFile(`${ROOT}${name}.js`, source, ts.ScriptTarget.ES2022, false)) ?? {};
  }

  /** What the reducer of a class needs of its source, a module: gives `{source}`, or `{code, diagnostics}`. */
  function reducerOf({ name, source }) {
    const file = parse(name, source);
    return isModuleForm(file) ? { source: reducerSource(file, source) }
      : failed("ClassInvalid", [`the source of ${name} is a function body, and exports no reducer`]);
  }

  function parse(name, source) {
    return ts.createSourceFile(`${ROOT}${name}.ts`, source, ts.ScriptTarget.ES2022, true);
  }

  function isModuleForm(file) {
    return file.statements.some(isImportOrExport);
  }

  function refusal(file) {
    if (file.parseDiagnostics.length > 0) {
      return failed("SyntaxInvalid", file.parseDiagnostics.map(diagnosticText));
    }
    const forbidden = forbiddenImports(file);
    return forbidden.length > 0 ? failed("ForbiddenImport", forbidden) : undefined;
  }

  function failed(code, diagnostics) {
    const shown = diagnostics.slice(0, MAX_DIAGNOSTICS);
    if (diagnostics.length > shown.length) {
      shown.push(`and ${diagnostics.length - shown.length} more`);
    }
    return { code, diagnostics: shown };
  }

  function isImportOrExport(statement) {
    return ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement) ||
      ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) ||
      (ts.getCombinedModifierFlags(statement) & ts.ModifierFlags.Export) !== 0;
  }

  /** Every import that is neither a static one of the kit nor one of the types of another class. */
  function forbiddenImports(file) {
    const found = [];
    const forbid = (node, what) => {
      const at = file.getLineAndCharacterOfPosition(node.getStart(file));
      const where = `${file.fileName.replace(ROOT, "")}:${at.line + 1}:${at.character + 1}`;
      found.push(`${where}: ${what}`);
    };
    const visit = node => {
      const specifier = specifierOf(node);
      const sibling = siblingOf(specifier);
      if (specifier === DYNAMIC) {
        forbid(node, `dynamic import: ${ONLY_KIT}`);
      } else if (sibling !== undefined) {
        if (!importsTypes(node)) {
          forbid(node, `import of '${specifier}': ${onlyTypes(sibling, specifier)}`);
        }
      } else if (specifier !== undefined && !KIT_NAMES.includes(specifier)) {
        forbid(node, `import of '${specifier}': ${ONLY_KIT}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  }

  const DYNAMIC = Symbol("dynamic import");
  const ONLY_KIT = "the source of a class may import from 'actjs' only, and types of classes beside it; \"actctl publish\" bundles the rest";
  const SIBLING = /^\.\/([A-Za-z_][A-Za-z0-9_]*)(\.[jt]s)?$/;

  const onlyTypes = (name, specifier) =>
    `of another class only types can be imported: import type { ${name} } from '${specifier}'`;

  /** The class that a specifier such as './Stock' names; undefined when it names none. */
  function siblingOf(specifier) {
    const name = typeof specifier === "string" ? SIBLING.exec(specifier)?.[1] : undefined;
    return KIT_NAMES.includes(name) ? undefined : name;
  }

  /** Whether nothing is left of an import in the script. */
  function importsTypes(node) {
    if (ts.isImportTypeNode(node)) {
      return true;
    }
    const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
    const named = clause?.namedBindings;
    return clause?.isTypeOnly === true || (clause !== undefined && clause.name === undefined &&
      ts.isNamedImports(named) && named.elements.length > 0 && named.elements.every(each => each.isTypeOnly));
  }

  /** The module that a node imports from: a name, DYNAMIC, or undefined when it imports nothing. */
  function specifierOf(node) {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      return node.moduleSpecifier?.text;
    }
    if (ts.isExternalModuleReference(node)) {
      return node.expression.text;
    }
    if (ts.isImportTypeNode(node)) {
      return node.argument.literal?.text ?? "";
    }
    const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    return dynamic ? DYNAMIC : undefined;
  }

  /** The program of a file, and the file in it; `refused()` tells whether it has type errors. */
  function typed(file, siblings = {}, missing = {}) {
    const isModule = isModuleForm(file);
    const options = isModule ? MODULE_FORM : BODY_FORM;
    const { text, original } = withStateTypes(file, isModule ? file.text : withoutReturns(file));
    const files = new Map();
    const lacks = new Map(Object.entries(missing).map(([name, why]) => [name, withoutTypes(name, why)]));
    for (const [name, source] of Object.entries(siblings)) {
      const types = typesOf(name, source);
      if (types.text === undefined) {
        lacks.set(name, types.lack);
      } else {
        files.set(`${ROOT}${name}.ts`, types.text);
      }
    }
    const host = hostOf(files.set(file.fileName, text), undefined);
    const roots = [isModule ? KIT : BODY_KIT, GLOBALS, file.fileName];
    const program = ts.createProgram(roots, options, host);
    const inProgram = program.getSourceFile(file.fileName);
    const refused = () => {
      const found = [
        ...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics(inProgram),
        ...misnamedCalls(program, inProgram, isLibrary),
      ].map(each => advised(each, lacks, at => diagnosticText({ ...each, file, start: original(at) })));
      return found.length > 0 ? failed("TypeInvalid", found) : undefined;
    };
    return { program, file: inProgram, refused };
  }

  /** What a program has of a class that another one imports: `{text}`, or `{lack}`. */
  function typesOf(name, source) {
    try {
      const sibling = parse(name, source);
      return isModuleForm(sibling) ? { text: withStateTypes(sibling, source).text } : {
        lack: `the source of ${name} is a function body: only a module, with import and export, has types for others`,
      };
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) {
        throw thrown;
      }
      return { lack: `the source of ${name} nests too deeply for the compiler` };
    }
  }

  function withoutTypes(name, why) {
    const how = `publish ${name} first, or send its source along ("types"), as actctl publish does for files of one folder`;
    return `${why}, so its types are not known: ${how}`;
  }

  /**
   * The text in which `state = …` of a class that extends `Actor<S>` is declared as an S, and not
   * as what the compiler makes of its initial value: an empty list is a list of what S says. Where
   * no S is named, an empty list is one of anything; and in which `this.actjs.env` has the members
   * that `static env` says. `original`: what was where, before.
   */
  function withStateTypes(file, text) {
    const insertions = [];
    const visit = node => {
      if (ts.isClassLike(node)) {
        const state = node.members.find(isBareState);
        const base = state && baseOf(node);
        if (base && isNamed(base)) {
          insertions.push({ at: state.name.end, type: stateTypeOf(base, file) });
        } else if (base) {
          emptyIn(state.initializer, (at, type) => insertions.push({ at, type }));
        }
        const env = envOf(node, file);
        if (env !== undefined) {
          insertions.push(env);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    insertions.sort((one, other) => one.at - other.at);
    let result = "";
    let from = 0;
    for (const { at, type } of insertions) {
      result += text.slice(from, at) + type;
      from = at;
    }
    const original = position => {
      let before = 0;
      for (const { at, type } of insertions) {
        if (position <= at + before) {
          break;
        }
        before += Math.min(type.length, position - at - before);
      }
      return position - before;
    };
    return { text: result + text.slice(from), original };
  }

  const isStatic = member =>
    (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
  const isNamedAs = (member, name) =>
    member.name !== undefined && ts.isIdentifier(member.name) && member.name.text === name;

  /** The declaration of `actjs` with the values that a class reads; undefined when none is needed. */
  function envOf(node, file) {
    if (!/\benv\b/.test(file.text) || baseOf(node) === undefined ||
        node.members.some(each => !isStatic(each) && isNamedAs(each, "actjs"))) {
      return undefined;
    }
    const declared = node.members.find(each => isStatic(each) && isNamedAs(each, "env"));
    if (declared === undefined) {
      // A class of the author's may have declared some.
      return isKit(baseOf(node)) ? envAt(node.members.pos, "import('actjs').NoEnv") : undefined;
    }
    return ts.isPropertyDeclaration(declared) && declared.initializer !== undefined
      ? envAt(declared.end, envTypeOf(declared.initializer)) : undefined;
  }

  const envAt = (at, type) => ({ at, type: ` declare readonly actjs: import('actjs').Actjs<${type}>;` });
  const ENV_TYPES = { string: "string", number: "number", boolean: "boolean", secret: "string" };
  /** Of a value that is known only when the class runs. */
  const ANY_ENV = "{ readonly [name: string]: any }";

  function envTypeOf(value) {
    const literal = unwrapped(value);
    if (!ts.isObjectLiteralExpression(literal)) {
      return ANY_ENV;
    }
    const parts = [];
    const members = [];
    for (const each of literal.properties) {
      const of = ts.isSpreadAssignment(each) ? unwrapped(each.expression) : undefined;
      const name = each.name && (ts.isIdentifier(each.name) || ts.isStringLiteral(each.name)) ? each.name.text : undefined;
      const type = ts.isPropertyAssignment(each) ? unwrapped(each.initializer) : undefined;
      if (of && ts.isPropertyAccessExpression(of) && of.name.text === "env" && ts.isIdentifier(of.expression)) {
        parts.push(`${of.expression.text}['actjs']['env']`);
      } else if (name !== undefined && type && ts.isStringLiteralLike(type)) {
        const optional = type.text.endsWith("?");
        // What is no type is refused when the class is evaluated, with the types that there are.
        const known = ENV_TYPES[type.text.replace(/\?$/, "")] ?? "any";
        members.push(`readonly ${JSON.stringify(name)}: ${known}${optional ? " | undefined" : ""}`);
      } else {
        return ANY_ENV;
      }
    }
    return [...parts, `{ ${members.join("; ")} }`].join(" & ");
  }

  /** Without `as const`, `satisfies …` and parentheses. */
  function unwrapped(value) {
    return ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value)
      ? unwrapped(value.expression) : value;
  }

  const ON_ONE_LINE = ts.createPrinter({ removeComments: true });

  function baseOf(node) {
    const clause = node.heritageClauses?.find(each => each.token === ts.SyntaxKind.ExtendsKeyword);
    const base = clause?.types[0];
    return base !== undefined && ts.isEntityNameExpression(base.expression) ? base : undefined;
  }

  /** Whether a base says what the state is: with a type argument, or as a class of the author's. */
  function isNamed(base) {
    return base.typeArguments !== undefined || !isKit(base);
  }

  /** Whether a base is one of the kit's classes. */
  function isKit(base) {
    return ["Actor", "EventSourced", "Replica"].includes(base.expression.name?.text ?? base.expression.text);
  }

  /** Tells of each initial value that says nothing of what may come there. */
  function emptyIn(value, tell) {
    if (ts.isObjectLiteralExpression(value) && value.properties.length > 0) {
      value.properties.filter(ts.isPropertyAssignment)
        .forEach(each => emptyIn(each.initializer, tell));
    } else if (ts.isArrayLiteralExpression(value) && value.elements.length > 0) {
      value.elements.forEach(each => emptyIn(each, tell));
    } else if (ts.isArrayLiteralExpression(value)) {
      tell(value.end, " as any[]");
    } else if (ts.isObjectLiteralExpression(value) || value.kind === ts.SyntaxKind.NullKeyword) {
      tell(value.end, " as any");
    }
  }

  /** `: Actor<S>['state']`. */
  function stateTypeOf(base, file) {
    const type = ON_ONE_LINE.printNode(ts.EmitHint.Unspecified, base, file);
    return `: ${type.replace(/\s*\n\s*/g, " ")}['state']`;
  }

  function isBareState(member) {
    return ts.isPropertyDeclaration(member) && member.type === undefined &&
      member.initializer !== undefined && ts.isIdentifier(member.name) &&
      member.name.text === "state" && member.exclamationToken === undefined &&
      member.questionToken === undefined &&
      (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) === 0;
  }

  /** What to use in place of a name that actors do not have. */
  const INSTEAD = new Map(Object.entries({
    setTimeout: LATER, setInterval: "use this.actjs.scheduleEvery(everyMs, handler, payload)",
    setImmediate: "use queueMicrotask, or this.actjs.scheduleAt for another turn",
    clearTimeout: "use this.actjs.cancel(id)", clearInterval: "use this.actjs.cancel(id)",
    fetch: NETWORK, XMLHttpRequest: NETWORK, WebSocket: NETWORK, Request: NETWORK,
    Response: NETWORK, Headers: NETWORK, EventSource: NETWORK,
    process: "who an actor is stands in this.actjs.self; configuration comes as an argument or in the state",
    Buffer: "use Uint8Array: its fromBase64, toBase64, fromHex and toHex, and TextEncoder and TextDecoder for text",
    require: MODULES, module: MODULES, exports: MODULES, __dirname: MODULES, __filename: MODULES,
    window: PAGE, document: PAGE, navigator: PAGE, location: PAGE, alert: PAGE, self: PAGE, global: PAGE,
    localStorage: STATE, sessionStorage: STATE, indexedDB: STATE, caches: STATE,
    performance: "use Date.now(), or this.actjs.now() for the beginning of the turn",
    AbortController: "a turn ends by its deadline; end it yourself with this.actjs.abort(reason)",
    AbortSignal: "a turn ends by its deadline; end it yourself with this.actjs.abort(reason)",
    Event: MESSAGES, EventTarget: MESSAGES, EventEmitter: MESSAGES, MessageChannel: MESSAGES,
    BroadcastChannel: MESSAGES, Worker: MESSAGES, SharedWorker: MESSAGES,
    Blob: "use Uint8Array", File: "use Uint8Array", FormData: "use URLSearchParams, or an object",
    eval: CODE, Function: CODE, WebAssembly: CODE,
    WeakRef: COLLECTOR, FinalizationRegistry: COLLECTOR,
    SharedArrayBuffer: ALONE, Atomics: ALONE,
  }));

  const NOT_EVENTS = /Type '([^']+)' is not assignable to type 'EventsReturned/;
  const NO_MODULE = 2307;
  const NOT_FOUND = new Set([2304, 2318, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2585, 2591, 2592, 2593, 2867, 2868]);

  /**
   * The text of a diagnostic, by `text`, with what helps here in place of the compiler's advice to
   * change its options, which nobody can.
   */
  function advised(diagnostic, lacks, text) {
    const line = text(diagnostic.start ?? 0)
      .replace(/\.? (Do you need to (change your target library|install type definitions)|Try (changing the 'lib'|`npm))[^(]*(?= \(TS)/, ".");
    const [, returned] = NOT_EVENTS.exec(line) ?? [];
    if (returned !== undefined) {
      const wanted = "a handler of an EventSourced class returns its events (E[]), or { events, result }";
      return line.replace(/(?<=:\d+:\d+: )[^]*(?= \(TS)/, `${wanted}; this one returns ${returned}`);
    }
    const sibling = diagnostic.code === NO_MODULE ? siblingOf(/module '([^']+)'/.exec(line)?.[1]) : undefined;
    if (sibling !== undefined) {
      const why = lacks.get(sibling) ?? withoutTypes(sibling, `there is no source of ${sibling}`);
      return line.replace(/(?<=:\d+:\d+: )[^]*(?= \(TS)/, () => why);
    }
    const [, name] = /Cannot find name '([^']+)'/.exec(line) ?? [];
    if (NOT_FOUND.has(diagnostic.code) && name !== undefined) {
      const instead = INSTEAD.get(name);
      return instead === undefined ? line
        : line.replace(/(?<=name '[^']+')[^]*(?= \(TS)/, `, which actors do not have: ${instead}`);
    }
    return line;
  }

  /**
   * The text of a function body as a module: the checker skips what is returned outside of a
   * function, so `return` gives way to a word of the same length.
   */
  function withoutReturns(file) {
    let text = file.text;
    const visit = node => {
      if (ts.isReturnStatement(node)) {
        const start = node.getStart(file);
        const word = node.expression === undefined ? "" : "void";
        text = text.slice(0, start) + word.padEnd("return".length) + text.slice(start + 6);
      }
      if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) {
        ts.forEachChild(node, visit);
      }
    };
    visit(file);
    return text;
  }

  // The inner function lets the author declare names that the outer one has as parameters. All
  // before the author's text is on its first line, so that line numbers stay what they are.
  const MODULE_HEAD = "(function (exports, require, actjs) { (() => {";
  const MODULE_TAIL = "\n})(); })";
  const BODY_HEAD =
    "(function (exports, require, actjs) { const { handler } = actjs; return (() => {";

  function bodyTail(file, name) {
    const returns = file.statements.some(ts.isReturnStatement);
    const last = returns ? "" : `return typeof ${name} !== "undefined" ? ${name} : undefined;\n`;
    return `\n${last}})(); })`;
  }

  const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** The source map of a text that now has `columns` more before its first line. */
  function shifted(sourceMapText, columns, fileName) {
    const { mappings, names } = JSON.parse(sourceMapText);
    const sources = [fileName.replace(ROOT, "")];
    return JSON.stringify({ version: 3, sources, names, mappings: withColumns(mappings, columns) });
  }

  /** Columns are differences from the segment before, so that only the first one changes. */
  function withColumns(mappings, columns) {
    const first = /^[A-Za-z0-9+/]+/.exec(mappings);
    if (first === null) {
      return mappings;
    }
    let value = 0;
    let length = 0;
    let digit;
    do {
      digit = BASE64.indexOf(mappings[length]);
      value |= (digit & 31) << (5 * length);
      length++;
    } while (digit & 32);
    // The lowest bit is the sign; the first column of a line is never negative.
    let rest = value + (columns << 1);
    let text = "";
    do {
      text += BASE64[(rest & 31) | (rest > 31 ? 32 : 0)];
      rest >>= 5;
    } while (rest > 0);
    return text + mappings.slice(length);
  }

  /** A source that is too deep for the compiler's stack is refused, with the place. */
  function refusingDepth(run) {
    return request => {
      try {
        return run(request);
      } catch (thrown) {
        if (!(thrown instanceof RangeError)) {
          throw thrown;
        }
        const where = deepest(request) ?? `${request.name}.ts`;
        return failed("SyntaxInvalid", [
          `${where}: this nests too deeply for the compiler: divide it into statements or functions`,
        ]);
      }
    };
  }

  /** Where a source is deepest; undefined when even its parts are too deep to be looked at. */
  function deepest({ name, source }) {
    let file;
    try {
      file = ts.createSourceFile(`${ROOT}${name}.ts`, source, ts.ScriptTarget.ES2022, false);
    } catch {
      return undefined;
    }
    let level = [file];
    let last = file;
    while (level.length > 0) {
      last = level[0];
      const next = [];
      level.forEach(node => ts.forEachChild(node, child => { next.push(child); }));
      level = next;
    }
    const at = file.getLineAndCharacterOfPosition(last.getStart(file));
    return `${name}.ts:${at.line + 1}:${at.character + 1}`;
  }

  const inspectProject = inspection({
    LIB, KIT, KIT_NAMES, GLOBALS, MODULE_FORM, libraryFile, withStateTypes, advised, failed,
    misnamedCalls, schemasOf, isLibrary,
    hasLibrary: path => path.startsWith(LIB) && libraries[path.slice(LIB.length)] !== undefined,
  });

  const json = run => request => JSON.stringify(run(JSON.parse(request)));
  return {
    bundle: json(bundle), compileClass: json(refusingDepth(compileClass)),
    checkClass: json(refusingDepth(checkClass)), checkBundle: json(refusingDepth(checkBundle)),
    inspectProject: json(refusingDepth(inspectProject)),
    reducerOf: json(refusingDepth(reducerOf)),
  };
})
