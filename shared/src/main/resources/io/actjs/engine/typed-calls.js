// Finds calls through `this.actjs.actor<C>(…)` of methods that the types let pass and that are no
// handlers. Completion value: a function that takes the compiler's API (`ts`) and `handlerNames` of
// handler-names.js, and gives `misnamedCalls(program, file, isLibrary)`, whose value is diagnostics.
(function (ts, handlerNames) {
  "use strict";

  /** As the compiler says that there is no such member. */
  const NO_SUCH_MEMBER = 2339;

  return function misnamedCalls(program, file, isLibrary) {
    const found = [];
    if (!file.text.includes("actor")) {
      return found;
    }
    const checker = program.getTypeChecker();
    const { handlers: namesOf } = handlerNames(checker, isLibrary);
    const handlers = new Map();
    const visit = node => {
      if (ts.isPropertyAccessExpression(node) && isHandle(checker.getTypeAtLocation(node.expression))) {
        const symbol = checker.getSymbolAtLocation(node.name);
        const fault = faultOf(node.name.text, (symbol?.declarations ?? []).filter(isOfClass));
        if (fault !== undefined) {
          const { start, length } = { start: node.name.getStart(file), length: node.name.text.length };
          found.push({ code: NO_SUCH_MEMBER, category: ts.DiagnosticCategory.Error, file, start, length, messageText: fault });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;

    function isHandle({ aliasSymbol }) {
      return aliasSymbol?.name === "ActorHandle" &&
        aliasSymbol.declarations.some(each => isLibrary(each.getSourceFile()));
    }

    /** An interface may name handlers too, and it is the author's word. */
    function isOfClass(declaration) {
      return ts.isClassLike(declaration.parent);
    }

    function faultOf(name, [declaration]) {
      if (declaration === undefined) {
        return undefined;
      }
      const names = handlersIn(declaration.getSourceFile()).get(name) ?? [];
      const of = `${declaration.parent.name?.text ?? "The class"}.${name}`;
      if (names.length === 0) {
        return `${of} is not a handler: only methods with @handler can be called by others`;
      }
      return names.includes(name) || names.includes(null) ? undefined
        : `${of} is the handler '${names[0]}': use this.actjs.call(ref, '${names[0]}', args)`;
    }

    /** Method -> names of the handlers that it is, of all classes of a file: they may extend each other. */
    function handlersIn(source) {
      let names = handlers.get(source);
      if (names === undefined) {
        names = new Map();
        handlers.set(source, names);
        const collect = node => {
          if (ts.isMethodDeclaration(node) && ts.isIdentifier(node.name)) {
            names.set(node.name.text, [...(names.get(node.name.text) ?? []), ...namesOf(node).map(it => it.name)]);
          }
          ts.forEachChild(node, collect);
        };
        collect(source);
      }
      return names;
    }
  };
})
