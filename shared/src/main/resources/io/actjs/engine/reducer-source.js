// Cuts the source of an event-sourced class down to what its reducer needs, for clients that fold
// events themselves. Completion value: a function that takes the compiler's API (`ts`) and gives
// `reducerSource(file, text)`, whose value is the text without the members of classes that neither
// `reduce` nor `initialState` reaches. What is left unused around them is the bundler's to drop.
(function (ts) {
  "use strict";

  const ROOTS = ["reduce", "initialState", "constructor"];

  function reducerSource(file, text) {
    const cuts = [];
    const visit = node => {
      if (ts.isClassLike(node) && node.members.some(member => nameOf(member) === "reduce")) {
        cuts.push(...unreached(node));
      } else {
        ts.forEachChild(node, visit);
      }
    };
    visit(file);
    let result = "";
    let from = 0;
    for (const { pos, end } of cuts) {
      result += text.slice(from, pos);
      from = end;
    }
    return result + text.slice(from);
  }

  /** The name of a member; undefined when it is computed, or there is none. */
  function nameOf(member) {
    if (ts.isConstructorDeclaration(member)) {
      return "constructor";
    }
    const { name } = member;
    return name !== undefined && !ts.isComputedPropertyName(name) ? name.text : undefined;
  }

  function unreached(node) {
    const reached = new Set(ROOTS);
    const known = new Set();
    const open = node.members.filter(member => nameOf(member) === undefined);
    for (let i = 0; i < open.length || reached.size > known.size; i++) {
      for (const name of reached) {
        if (!known.has(name)) {
          known.add(name);
          open.push(...node.members.filter(member => nameOf(member) === name));
        }
      }
      if (i < open.length && !namesUsed(open[i], node.name?.text, reached)) {
        return [];
      }
    }
    return node.members.filter(member => !open.includes(member));
  }

  /** Adds the members of the class that a node uses; false when they cannot be told. */
  function namesUsed(node, className, names) {
    const isSelf = each => each.kind === ts.SyntaxKind.ThisKeyword || each.kind === ts.SyntaxKind.SuperKeyword ||
      (ts.isIdentifier(each) && each.text === className) ||
      (ts.isPropertyAccessExpression(each) && each.name.text === "constructor");
    if (ts.isPropertyAccessExpression(node) && isSelf(node.expression)) {
      names.add(node.name.text);
      return isSelf(node) || node.expression.kind !== ts.SyntaxKind.PropertyAccessExpression ||
        namesUsed(node.expression, className, names);
    }
    if (ts.isElementAccessExpression(node) && isSelf(node.expression) && ts.isStringLiteralLike(node.argumentExpression)) {
      names.add(node.argumentExpression.text);
      return true;
    }
    const called = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
    if (!called && isSelf(node)) {
      // It is handed on as a whole.
      return false;
    }
    let told = true;
    ts.forEachChild(node, child => {
      const skipped = (called && child === node.expression) || ts.isTypeNode(child);
      told &&= skipped || namesUsed(child, className, names);
    });
    return told;
  }

  return reducerSource;
})
