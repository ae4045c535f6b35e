// Tells which methods are handlers. Completion value: a function that takes the compiler's API (`ts`)
// and gives `handlerNames(checker, isLibrary)`, which gives a function of a member of a class: the
// names that its decorators give it, in order; null for one that is not a literal.
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

    function nameGiven({ arguments: [name] }) {
      const type = name && checker.getTypeAtLocation(name);
      return type !== undefined && type.isStringLiteral() ? type.value : null;
    }
  };
})
