// Tells which methods are handlers. Completion value: a function that takes the compiler's API (`ts`)
// and gives `handlerNames(checker, isLibrary)`, which gives a function of a member of a class: what
// its decorators make of it, in order: `name`, null for one that is not a literal, and whether it is
// `internal`: no client may call it.
(function (ts) {
  "use strict";

  return (checker, isLibrary) => {
    return member => {
      const decorators = ts.isMethodDeclaration(member) ? ts.getDecorators(member) ?? [] : [];
      return decorators.map(each => each.expression).filter(isHandlerDecorator).map(nameGiven);
    };

    function isHandlerDecorator(expression) {
      if (!ts.isCallExpression(expression)) {
        return false;
      }
      const symbol = checker.getSymbolAtLocation(expression.expression);
      const at = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
        ? checker.getAliasedSymbol(symbol) : symbol;
      return at !== undefined && (at.name === "handler" || at.name === "$handler") &&
        (at.declarations ?? []).some(each => isLibrary(each.getSourceFile()));
    }

    function nameGiven({ arguments: [name, options] }) {
      const type = name && checker.getTypeAtLocation(name);
      const given = type !== undefined && type.isStringLiteral() ? type.value : null;
      return { name: given, internal: options !== undefined && isInternal(options) };
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
