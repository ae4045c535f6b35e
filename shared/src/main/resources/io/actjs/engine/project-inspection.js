// The types of a class of several files, read where they are. Completion value: a function that
// takes the compiler's API (`ts`) and `files`, which tells of real files, and gives one that takes
// `kit`, what the driver shares; that gives `inspectProject({name, entry, types})`, whose value is
// `{schemas, files}` or `{code, diagnostics}`. What is bundled is JavaScript and has no types; these are the author's.
(function (ts, files) {
  "use strict";
  return kit => {

    // Real files have their paths below it, so that none can pass for one of the library.
    const HOME = "/project";
    const MOST_PROGRAMS = 16;
    const AUTHORS = /\.[cm]?tsx?$/;

    /** Files as they were read last: path -> {stamp, file, written, original}. */
    const parsed = new Map();
    /** The last program of each entry: what did not change is taken from it. */
    const programs = new Map();

    const real = path => path.slice(HOME.length);
    const isReal = path => path.startsWith(HOME + "/");
    const isAuthors = path =>
      isReal(path) && AUTHORS.test(path) && !/\.d\.[cm]?ts$/.test(path) && !path.includes("/node_modules/");

    function hostOf(modules) {
      const host = {
        fileExists: path => isReal(path) ? files.stamp(real(path)) !== null : kit.hasLibrary(path),
        readFile: path => (isReal(path) ? files.read(real(path)) : null) ?? undefined,
        directoryExists: path => path === HOME || (isReal(path) && files.isFolder(real(path))),
        getDirectories: () => [],
        readDirectory: () => [],
        realpath: path => isReal(path) ? HOME + files.realPath(real(path)) : path,
        getCurrentDirectory: () => HOME,
        getDefaultLibFileName: () => kit.LIB + "lib.esnext.d.ts",
        getDefaultLibLocation: () => "/lib",
        getCanonicalFileName: path => path,
        useCaseSensitiveFileNames: () => true,
        getNewLine: () => "\n",
        writeFile: () => {},
        getSourceFile: path => isReal(path) ? read(path)?.file : kit.libraryFile(path),
        resolveModuleNameLiterals: (literals, from, redirected, options) => literals.map(({ text }) =>
          kit.KIT_NAMES.includes(text)
            ? { resolvedModule: { resolvedFileName: kit.KIT, extension: ts.Extension.Dts } }
            : ts.resolveModuleName(text, from, options, host, modules, redirected)),
      };
      return host;
    }

    function read(path) {
      const stamp = files.stamp(real(path));
      const before = parsed.get(path);
      if (stamp === null || before?.stamp === stamp) {
        return stamp === null ? undefined : before;
      }
      const source = files.read(real(path));
      if (source === null) {
        return undefined;
      }
      let written = ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true);
      let file = written;
      let original = at => at;
      if (isAuthors(path)) {
        const stated = kit.withStateTypes(written, source);
        if (stated.text !== source) {
          file = ts.createSourceFile(path, stated.text, ts.ScriptTarget.ESNext, true);
          original = stated.original;
        }
      }
      const now = { stamp, file, written, original };
      parsed.set(path, now);
      return now;
    }

    /** Other names of modules, as the project's tsconfig.json has them; bundling knows them, too. */
    function pathsOf(folder, host) {
      const config = ts.findConfigFile(folder, host.fileExists);
      if (config === undefined) {
        return {};
      }
      const { config: json = {} } = ts.readConfigFile(config, host.readFile);
      const home = config.slice(0, config.lastIndexOf("/"));
      const { options } = ts.parseJsonConfigFileContent(json, host, home, undefined, config);
      const { paths, baseUrl, pathsBasePath } = options;
      return paths === undefined ? {} : { paths, baseUrl, pathsBasePath };
    }

    function programOf(entry) {
      const folder = entry.slice(0, entry.lastIndexOf("/"));
      const plain = hostOf(undefined);
      const options = {
        ...kit.MODULE_FORM, allowJs: true, checkJs: false, resolveJsonModule: true,
        allowImportingTsExtensions: true, skipLibCheck: true, ...pathsOf(folder, plain),
      };
      const modules = ts.createModuleResolutionCache(HOME, path => path, options);
      const host = hostOf(modules);
      const program = ts.createProgram([kit.KIT, kit.GLOBALS, entry], options, host, programs.get(entry));
      programs.delete(entry);
      programs.set(entry, program);
      if (programs.size > MOST_PROGRAMS) {
        programs.delete(programs.keys().next().value);
      }
      return program;
    }

    /** The path to a file from a folder, both absolute. */
    function relative(folder, path) {
      const from = folder.split("/");
      const to = path.split("/");
      let same = 0;
      while (same < from.length && from[same] === to[same]) {
        same++;
      }
      return [...from.slice(same).map(() => ".."), ...to.slice(same)].join("/");
    }

    return function inspectProject({ name, entry: entryPath, types }) {
      const entry = HOME + entryPath;
      const folder = entry.slice(0, entry.lastIndexOf("/"));
      const program = programOf(entry);
      const authors = program.getSourceFiles().filter(file => isAuthors(file.fileName));
      const textOf = (diagnostic, at) => {
        const { written } = parsed.get(diagnostic.file?.fileName) ?? {};
        const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n").replaceAll(folder + "/", "");
        if (written === undefined) {
          return message;
        }
        const { line, character } = written.getLineAndCharacterOfPosition(at);
        const where = relative(folder, written.fileName);
        return `${where}:${line + 1}:${character + 1}: ${message} (TS${diagnostic.code})`;
      };
      const said = diagnostic => {
        const { original = at => at } = parsed.get(diagnostic.file?.fileName) ?? {};
        return kit.advised(diagnostic, new Map(), at => textOf(diagnostic, original(at)));
      };
      const broken = authors.flatMap(file => program.getSyntacticDiagnostics(file));
      if (broken.length > 0) {
        return kit.failed("SyntaxInvalid", broken.map(said));
      }
      if (types === "CHECKED") {
        const found = [
          ...program.getGlobalDiagnostics(),
          ...authors.flatMap(file =>
            [...program.getSemanticDiagnostics(file), ...kit.misnamedCalls(program, file, kit.isLibrary)]),
        ];
        if (found.length > 0) {
          return kit.failed("TypeInvalid", found.map(said));
        }
      }
      return {
        schemas: types === "IGNORED" ? ""
          : kit.schemasOf(program, program.getSourceFile(entry), name, kit.isLibrary),
        files: authors.map(file => real(file.fileName)),
      };
    };
  };
})
