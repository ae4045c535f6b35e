// Makes the document of a class's schemas: what its handlers take and give, its state, its view, its
// events, the messages that it sends. Completion value: a function that takes the compiler's API (`ts`),
// `derivation` of schema-derivation.js, `handlerNames` of handler-names.js and `sentMessages` of
// sent-messages.js, and gives `schemasOf(program, file, className, isLibrary)`, whose value is JSON text.
(function (ts, derivation, handlerNames, sentMessages) {
  "use strict";

  const DIALECT = "https://json-schema.org/draft/2020-12/schema";
  const NOTHING = { type: "object", maxProperties: 0 };
  const NULL = { type: "null" };
  /** Types of generators by name, and whether they say what is returned. */
  const GENERATORS = new Map([
    ["AsyncGenerator", true], ["Generator", true], ["AsyncIterableIterator", false], ["IterableIterator", false],
    ["AsyncIterable", false], ["AsyncIteratorObject", false],
  ]);
  const { SymbolFlags, ModifierFlags } = ts;

  const escaped = name => name.replaceAll("~", "~0").replaceAll("/", "~1");

  function schemasOf(program, file, className, isLibrary) {
    const checker = program.getTypeChecker();
    const schemas = derivation(checker, isLibrary);
    const { handlers: namesOf, routes: routesOf } = handlerNames(checker, isLibrary);
    const document = { $schema: DIALECT, title: className, handlers: Object.create(null) };
    const node = actorClass(checker, file, className, isLibrary);
    if (node === undefined) {
      schemas.note("", "the types do not say which class is published: nothing is checked");
    } else {
      describe(node);
    }
    schemas.fill();
    if (Object.keys(schemas.definitions).length > 0) {
      document.$defs = schemas.definitions;
    }
    document.notes = schemas.notes;
    return JSON.stringify(document);

    function describe(node) {
      const instance = checker.getDeclaredTypeOfSymbol(node.symbol);
      const lineage = lineageOf(node);
      for (const { name, signatures, internal } of handlersOf(lineage, instance)) {
        const at = `/handlers/${escaped(name)}`;
        document.handlers[name] = {
          args: argumentOf(signatures, `${at}/args`),
          ...answersOf(signatures, at, isEventSourced(lineage)),
          ...(internal ? { internal } : {}),
        };
      }
      const routes = routesIn(lineage);
      if (routes.length > 0) {
        document.routes = routes;
      }
      const init = ownMethod(instance, "onInit");
      if (init !== undefined) {
        document.create = { args: argumentOf(init, "/create/args") };
      }
      document.state = stateOf(instance);
      const view = viewOf(instance);
      if (view !== undefined) {
        document.view = schemas.anyOf(view.map(it => schemas.optionally(it.getReturnType(), "/view", NULL).schema));
      }
      const events = eventsOf(instance);
      if (events !== undefined) {
        document.events = schemas.schemaOf(events, "/events");
      }
      const isActor = each => !isLibrary(each.getSourceFile()) &&
        extendsKit(checker, checker.getDeclaredTypeOfSymbol(each.symbol), isLibrary);
      Object.assign(document, sentMessages(checker, schemas, file, lineage, isActor));
    }

    /** The class and those of the author's that it extends, the nearest first. */
    function lineageOf(node) {
      const lineage = [];
      for (let at = node; at !== undefined && !lineage.includes(at); at = baseOf(at)) {
        lineage.push(at);
      }
      return lineage;
    }

    function baseOf(node) {
      const clause = node.heritageClauses?.find(each => each.token === ts.SyntaxKind.ExtendsKeyword);
      const base = clause === undefined ? undefined : resolved(clause.types[0].expression);
      const declaration = base?.valueDeclaration;
      return declaration !== undefined && ts.isClassLike(declaration) && !declaration.getSourceFile().isDeclarationFile
        ? declaration : undefined;
    }

    function resolved(expression) {
      const symbol = checker.getSymbolAtLocation(expression);
      return symbol !== undefined && (symbol.flags & SymbolFlags.Alias) !== 0
        ? checker.getAliasedSymbol(symbol) : symbol;
    }

    /** Handlers by name, as the kernel finds them. */
    function handlersOf(lineage, instance) {
      const found = new Map();
      for (const node of [...lineage].reverse()) {
        for (const member of node.members) {
          decorated(member, instance, found);
          listed(member, found);
        }
      }
      return found.values();
    }

    /** The raw routes that the class serves. */
    function routesIn(lineage) {
      const routes = [...lineage].reverse().flatMap(node => node.members).flatMap(routesOf);
      if (routes.includes(null)) {
        schemas.note("/routes", "a route is not of literals: it is not described");
      }
      return [...new Set(routes.filter(each => each !== null))];
    }

    function decorated(member, instance, found) {
      for (const { name, internal } of namesOf(member)) {
        if (name === null) {
          schemas.note("/handlers", "a handler's name is not a literal: it is not checked");
          continue;
        }
        const property = member.name === undefined || !ts.isIdentifier(member.name) ? undefined
          : checker.getPropertyOfType(instance, member.name.text);
        const type = property === undefined ? checker.getTypeAtLocation(member) : checker.getTypeOfSymbol(property);
        found.set(name, { name, signatures: type.getCallSignatures(), internal });
      }
    }

    /** Those of `static _handlers`. */
    function listed(member, found) {
      const isList = ts.isPropertyDeclaration(member) && ts.isIdentifier(member.name) &&
        member.name.text === "_handlers" && (ts.getCombinedModifierFlags(member) & ModifierFlags.Static) !== 0;
      if (!isList || member.initializer === undefined) {
        return;
      }
      for (const symbol of checker.getPropertiesOfType(checker.getTypeAtLocation(member.initializer))) {
        const name = ts.symbolName(symbol);
        const signatures = checker.getTypeOfSymbol(symbol).getCallSignatures();
        found.set(name, { name, signatures, internal: false });
      }
    }

    function argumentOf(signatures, at) {
      return schemas.anyOf(signatures.map(signature => argument(signature, at)));
    }

    function argument({ parameters: [parameter], declaration }, at) {
      if (parameter === undefined) {
        return true;
      }
      const place = parameter.valueDeclaration ?? declaration;
      if (place !== undefined && ts.isParameter(place) && place.dotDotDotToken !== undefined) {
        return schemas.open(at, "a rest parameter: nothing is checked");
      }
      const type = checker.getTypeOfSymbolAtLocation(parameter, place);
      const { schema, optional } = schemas.optionally(type, at, NOTHING);
      const left = place !== undefined && ts.isParameter(place) &&
        (place.questionToken !== undefined || place.initializer !== undefined);
      return optional || !left ? schema : schemas.anyOf([schema, NOTHING]);
    }

    /** What a handler returns, and yields. */
    function answersOf(signatures, at, raisesEvents) {
      const yielded = [];
      const results = signatures.map(signature => {
        const returned = signature.getReturnType();
        const type = checker.getAwaitedType(returned) ?? returned;
        const generated = generatedBy(type);
        if (generated !== undefined) {
          yielded.push(schemas.optionally(generated.value, `${at}/yields`, NULL).schema);
        }
        const result = generated === undefined ? type : generated.result;
        if (generated !== undefined && (result === undefined || (result.flags & ts.TypeFlags.VoidLike) !== 0)) {
          return NULL;
        }
        return raisesEvents ? answerOf(result, `${at}/result`) : schemas.optionally(result, `${at}/result`, NULL).schema;
      });
      const result = schemas.anyOf(results);
      return yielded.length === 0 ? { result } : { result, yields: schemas.anyOf(yielded) };
    }

    /** The types that a generator yields and returns; undefined when the type is none. */
    function generatedBy(type) {
      const isGenerator = GENERATORS.has(type.symbol?.name) &&
        (type.symbol.declarations ?? []).some(each => isLibrary(each.getSourceFile()));
      if (!isGenerator) {
        return undefined;
      }
      const [value, result] = checker.getTypeArguments(type);
      return value && { value, result: GENERATORS.get(type.symbol.name) ? result : undefined };
    }

    function isEventSourced(lineage) {
      const clause = lineage.at(-1).heritageClauses?.find(each => each.token === ts.SyntaxKind.ExtendsKeyword);
      return clause !== undefined && resolved(clause.types[0].expression)?.name === "EventSourced";
    }

    /** Of events alone, these are the answer; of `{ events, result }` the result is. */
    function answerOf(type, at) {
      const parts = type.isUnion() ? type.types : [type];
      return schemas.anyOf(parts.map(part => {
        if (!checker.getPropertyOfType(part, "events")) {
          return schemas.schemaOf(part, at);
        }
        const result = checker.getPropertyOfType(part, "result");
        if (result === undefined) {
          return NULL;
        }
        const { schema, optional } = schemas.optionally(checker.getTypeOfSymbol(result), at, NULL);
        const left = (result.flags & SymbolFlags.Optional) !== 0 && !optional;
        return left ? schemas.anyOf([schema, NULL]) : schema;
      }));
    }

    /** The signatures of a method that the author wrote. */
    function ownMethod(instance, name) {
      const property = checker.getPropertyOfType(instance, name);
      const own = property !== undefined &&
        (property.declarations ?? []).some(each => !isLibrary(each.getSourceFile()));
      return own ? checker.getTypeOfSymbol(property).getCallSignatures() : undefined;
    }

    /** The signatures of `view`, which a handler is not. */
    function viewOf(instance) {
      const property = checker.getPropertyOfType(instance, "view");
      const isHandler = (property?.declarations ?? []).some(each => namesOf(each).length > 0);
      return isHandler ? undefined : ownMethod(instance, "view");
    }

    function stateOf(instance) {
      if (ownMethod(instance, "snapshot") !== undefined) {
        return schemas.open("/state", "snapshot() stores a form of the class's own: nothing is checked");
      }
      const state = checker.getPropertyOfType(instance, "state");
      const type = state && checker.getTypeOfSymbol(state);
      const isSaid = type !== undefined &&
        ((type.flags & ts.TypeFlags.Any) === 0 || state.declarations.some(each => !isLibrary(each.getSourceFile())));
      return isSaid ? schemas.optionally(type, "/state", NULL).schema : true;
    }

    function eventsOf(instance) {
      const reduce = checker.getPropertyOfType(instance, "reduce");
      const [signature] = reduce === undefined ? [] : checker.getTypeOfSymbol(reduce).getCallSignatures();
      const event = signature?.parameters[1];
      return event && checker.getTypeOfSymbolAtLocation(event, event.valueDeclaration ?? file);
    }
  }

  /** The class that is published, as far as the types tell; see `findClass` of the kernel. */
  function actorClass(checker, file, className, isLibrary) {
    const isActor = node => extendsKit(checker, checker.getDeclaredTypeOfSymbol(node.symbol), isLibrary);
    const exported = exportedClasses(checker, file).filter(isActor);
    if (exported.length === 1) {
      return exported[0];
    }
    const all = [];
    const visit = node => {
      if (ts.isClassLike(node)) {
        all.push(node);
      } else if (!ts.isFunctionLike(node)) {
        ts.forEachChild(node, visit);
      }
    };
    visit(file);
    const actors = exported.length > 1 ? [] : all.filter(isActor);
    return actors.find(node => node.name?.text === className) ?? (actors.length === 1 ? actors[0] : undefined);
  }

  function exportedClasses(checker, file) {
    const module = checker.getSymbolAtLocation(file);
    const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
    const nodes = symbols.map(symbol => {
      const at = (symbol.flags & SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
      const declaration = at.valueDeclaration;
      return declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
    });
    return [...new Set(nodes.filter(node => node !== undefined && ts.isClassLike(node)))];
  }

  function extendsKit(checker, type, isLibrary) {
    const isKit = each => each.name?.text === "Actor" && isLibrary(each.getSourceFile());
    return (type.symbol?.declarations ?? []).some(isKit) ||
      (checker.getBaseTypes(type.target ?? type) ?? []).some(base => extendsKit(checker, base, isLibrary));
  }

  return schemasOf;
})
