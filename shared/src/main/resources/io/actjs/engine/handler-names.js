// Tells which methods are handlers, and which serve raw routes. Completion value: a function that takes
// the compiler's API (`ts`) and gives `handlerNames(checker, isLibrary)`, which gives two functions of a
// member of a class. `handlers` gives what its decorators make of it, in order: `name`, null for one that
// is not a literal, and whether it is `internal`: no client may call it. `routes` gives the names of the
// routes that it serves, as `POST /hooks/:id`, null for one that is not of literals.
(function (ts) {
  "use strict";

  return (checker, isLibrary) => {
    return {
      handlers: member => decoratorsOf(member, ["handler", "$handler"]).map(nameGiven),
      routes: member => decoratorsOf(member, ["http"]).map(routeGiven),
    };

    function decoratorsOf(member, names) {
      const decorators = ts.isMethodDeclaration(member) ? ts.getDecorators(member) ?? [] : [];
      return decorators.map(each => each.expression).filter(each => isDecorator(each, names));
    }

    function isDecorator(expression, names) {
      if (!ts.isCallExpression(expression)) {
        return false;
      }
      const symbol = checker.getSymbolAtLocation(expression.expression);
      const at = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
        ? checker.getAliasedSymbol(symbol) : symbol;
      return at !== undefined && names.includes(at.name) &&
        (at.declarations ?? []).some(each => isLibrary(each.getSourceFile()));
    }

    function literal(expression) {
      const type = expression && checker.getTypeAtLocation(expression);
      return type !== undefined && type.isStringLiteral() ? type.value : null;
    }

    function routeGiven({ arguments: [method, path] }) {
      const [verb, at] = [literal(method), literal(path)];
      return verb === null || at === null ? null : `${verb} ${at}`;
    }

    function nameGiven({ arguments: [name, options] }) {
      return { name: literal(name), internal: options !== undefined && isInternal(options) };
    }

    function isInternal(options) {
      const member = checker.getPropertyOfType(checker.getTypeAtLocation(options), "internal");
      const [said] = ts.isObjectLiteralExpression(options)
        ? options.properties.filter(it => ts.isPropertyAssignment(it) && it.name.text === "internal") : [];
      const type = said !== undefined ? checker.getTypeAtLocation(said.initializer)
        : member && checker.getTypeOfSymbol(member);
      return type !== undefined && checker.typeToString(type) === "true";
    }
  };
})
