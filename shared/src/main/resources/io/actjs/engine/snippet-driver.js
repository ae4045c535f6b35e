// Between SnippetCompiler and the compiler's API: reads the inputs of an interactive session. Inputs
// share one scope: what one declares at its top level becomes a property of the global object.
(ts => {
  "use strict";
  const FILE = "snippet.ts";
  const MOST_NAMES = 1000;
  /** Comments and templates go on in the next line, strings do not. */
  const UNTERMINATED = new Set([1010, 1160]);
  const UNTERMINATED_STRING = 1002;
  const OPTIONS = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    sourceMap: true,
    isolatedModules: true,
  };

  function parsed(text, parents) {
    return ts.createSourceFile(FILE, text, {
      languageVersion: ts.ScriptTarget.ES2022,
      // A module, in which `await` is an operator at the top level.
      setExternalModuleIndicator: file => { file.externalModuleIndicator = file; },
    }, parents, ts.ScriptKind.TS);
  }

  /** The first syntax error of a text: whether only more text can cure it, or what and where it is. */
  function fault(file) {
    const [first] = file.parseDiagnostics;
    if (first === undefined) {
      return undefined;
    }
    const isAtEnd = UNTERMINATED.has(first.code) ||
      (first.start >= file.endOfFileToken.pos && first.code !== UNTERMINATED_STRING);
    const { line, character } = file.getLineAndCharacterOfPosition(first.start);
    const message = ts.flattenDiagnosticMessageText(first.messageText, " ");
    return { incomplete: isAtEnd, message, line: line + 1, column: character + 1 };
  }

  /** The body of a function that returns another one, which gives a promise of the text's value. */
  function compile({ text }) {
    const trimmed = text.trim();
    if (trimmed.startsWith("{") && !trimmed.endsWith(";")) {
      // An object, as in other consoles, unless it can only be a block.
      const file = parsed(`(${text}\n)`, false);
      if (fault(file) === undefined && file.statements.length === 1) {
        return { ...emitted(`(${text}\n)`, file), columnsBefore: 1 };
      }
    }
    const file = parsed(text, false);
    return fault(file) ?? { ...emitted(text, file), columnsBefore: 0 };
  }

  function emitted(text, file) {
    const refusal = refused(file);
    if (refusal !== undefined) {
      return refusal;
    }
    const names = new Set();
    const { outputText, sourceMapText } = ts.transpileModule(text, {
      fileName: FILE,
      compilerOptions: OPTIONS,
      transformers: { before: [wrapping(names)] },
    });
    // Before the function may be what decorators need.
    const code = outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "")
      .replace(/\s*export \{\};\s*$/, "").replace(/^\(async \(\) => \{$/m, "return $&");
    const { mappings } = JSON.parse(sourceMapText);
    return { code, mappings, names: [...names], uses: usesOf(file) };
  }

  /** What no input can have. */
  function refused(file) {
    for (const statement of file.statements) {
      const imports = ts.isImportDeclaration(statement) && !statement.importClause?.isTypeOnly;
      const module = statement.moduleSpecifier?.text;
      const from = imports && module !== "actjs" ? module
        : ts.isExportDeclaration(statement) && module !== undefined ? module : undefined;
      if (from !== undefined || ts.isImportEqualsDeclaration(statement)) {
        const { line, character } = file.getLineAndCharacterOfPosition(statement.getStart(file));
        const message = `there is no module '${from ?? ""}' here: a snippet imports from 'actjs' alone`;
        return { incomplete: false, message, line: line + 1, column: character + 1 };
      }
    }
    return undefined;
  }

  /** The names that a text may mean something global by. */
  function usesOf(file) {
    const uses = new Set();
    const visit = (node, parent) => {
      if (ts.isIdentifier(node) && uses.size < MOST_NAMES && !isMember(node, parent)) {
        uses.add(node.text);
      }
      ts.forEachChild(node, child => visit(child, node));
    };
    visit(file, undefined);
    return [...uses];
  }

  function isMember(name, parent) {
    return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) ||
      ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) && parent.name === name;
  }

  /** Has the statements in an async function; what is declared there is assigned to globals. */
  function wrapping(names) {
    return context => file => {
      const f = context.factory;
      const hoisted = [];
      const body = [];
      const last = file.statements.findLastIndex(each => !isSilent(each));
      file.statements.forEach((statement, i) => {
        const isValue = i === last && ts.isExpressionStatement(statement);
        body.push(...(isValue
          ? [at(f.createReturnStatement(statement.expression), statement)]
          : rewritten(f, statement, names, hoisted)));
      });
      const block = f.createBlock([
        f.createExpressionStatement(f.createStringLiteral("use strict")), ...hoisted, ...body,
      ], true);
      const wrapper = f.createArrowFunction(
        [f.createModifier(ts.SyntaxKind.AsyncKeyword)], undefined, [], undefined, undefined, block);
      return f.updateSourceFile(file, [
        f.createExpressionStatement(f.createParenthesizedExpression(wrapper)),
      ]);
    };
  }

  function at(node, original) {
    return ts.setOriginalNode(ts.setTextRange(node, original), original);
  }

  function isSilent(statement) {
    return ts.isEmptyStatement(statement) || ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) || ts.isExportDeclaration(statement);
  }

  /** What stands for a statement of the top level. Functions go before all others. */
  function rewritten(f, statement, names, hoisted) {
    const assigned = (name, value) => {
      names.add(name.text);
      return at(f.createExpressionStatement(f.createAssignment(name, value)), statement);
    };
    if (ts.isVariableStatement(statement) && isPlain(statement.declarationList)) {
      return isAmbient(statement) ? [] : statement.declarationList.declarations
        .map(each => declared(f, each, names));
    }
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      if (statement.body !== undefined) {
        const modifiers = statement.modifiers?.filter(each => each.kind === ts.SyntaxKind.AsyncKeyword);
        hoisted.push(assigned(statement.name, at(f.createFunctionExpression(
          modifiers, statement.asteriskToken, statement.name, undefined, statement.parameters,
          undefined, statement.body), statement)));
      }
      return [];
    }
    if (ts.isClassDeclaration(statement) && statement.name !== undefined && !isAmbient(statement)) {
      const modifiers = statement.modifiers?.filter(ts.isDecorator);
      return [assigned(statement.name, at(f.createClassExpression(modifiers, statement.name,
        statement.typeParameters, statement.heritageClauses, statement.members), statement))];
    }
    if (ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement)) {
      return isAmbient(statement) || !ts.isIdentifier(statement.name) ? [statement]
        : [statement, globally(f, statement.name, names)];
    }
    if (ts.isImportDeclaration(statement)) {
      return imported(f, statement, names);
    }
    if (ts.isExportAssignment(statement)) {
      return [at(f.createExpressionStatement(statement.expression), statement)];
    }
    return ts.isExportDeclaration(statement) ? [] : [statement];
  }

  /** Whether it is one of `var`, `let` and `const`: what is in `using` ends with its input. */
  function isPlain(list) {
    return (list.flags & ts.NodeFlags.Using) !== ts.NodeFlags.Using &&
      (list.flags & ts.NodeFlags.AwaitUsing) !== ts.NodeFlags.AwaitUsing;
  }

  function isAmbient(statement) {
    return statement.modifiers?.some(each => each.kind === ts.SyntaxKind.DeclareKeyword) ?? false;
  }

  /** `globalThis.Name = Name;` */
  function globally(f, name, names) {
    names.add(name.text);
    const property = f.createPropertyAccessExpression(f.createIdentifier("globalThis"), name.text);
    return f.createExpressionStatement(f.createAssignment(property, f.createIdentifier(name.text)));
  }

  function declared(f, declaration, names) {
    const value = declaration.initializer ?? f.createVoidZero();
    const assignment = f.createAssignment(target(f, declaration.name, names), value);
    const isPattern = !ts.isIdentifier(declaration.name);
    return at(f.createExpressionStatement(
      isPattern ? f.createParenthesizedExpression(assignment) : assignment), declaration);
  }

  /** What is assigned to in place of what was declared. */
  function target(f, name, names) {
    if (ts.isIdentifier(name)) {
      names.add(name.text);
      return at(f.createIdentifier(name.text), name);
    }
    const element = each => {
      const of = target(f, each.name, names);
      return each.initializer === undefined ? of : f.createAssignment(of, each.initializer);
    };
    if (ts.isArrayBindingPattern(name)) {
      return f.createArrayLiteralExpression(name.elements.map(each =>
        ts.isOmittedExpression(each) ? each
          : each.dotDotDotToken ? f.createSpreadElement(element(each)) : element(each)));
    }
    return f.createObjectLiteralExpression(name.elements.map(each =>
      each.dotDotDotToken ? f.createSpreadAssignment(element(each))
        : f.createPropertyAssignment(each.propertyName ?? each.name.text, element(each))));
  }

  function imported(f, { importClause, moduleSpecifier }, names) {
    if (importClause === undefined || importClause.isTypeOnly) {
      return [];
    }
    const module = () => f.createCallExpression(f.createIdentifier("require"), undefined,
      [f.createStringLiteral(moduleSpecifier.text)]);
    const assigned = (name, value) => {
      names.add(name.text);
      return f.createExpressionStatement(f.createAssignment(f.createIdentifier(name.text), value));
    };
    const bindings = importClause.namedBindings;
    if (bindings !== undefined && ts.isNamespaceImport(bindings)) {
      return [assigned(bindings.name, module())];
    }
    return (bindings?.elements ?? []).filter(each => !each.isTypeOnly).map(each => assigned(
      each.name, f.createPropertyAccessExpression(module(), (each.propertyName ?? each.name).text)));
  }

  // --- Colours ---

  const CLASSIFIED = new Map([
    [ts.ClassificationType.keyword, "keyword"],
    [ts.ClassificationType.stringLiteral, "string"],
    [ts.ClassificationType.numericLiteral, "number"],
    [ts.ClassificationType.bigintLiteral, "number"],
    [ts.ClassificationType.regularExpressionLiteral, "regexp"],
    [ts.ClassificationType.comment, "comment"],
  ]);
  const classifier = ts.createClassifier();

  /** The parts of a text that have a colour: start, length, kind. */
  function colours({ text }) {
    const { spans } = classifier.getEncodedLexicalClassifications(
      text, ts.EndOfLineState.None, true);
    const found = [];
    for (let i = 0; i < spans.length; i += 3) {
      const kind = CLASSIFIED.get(spans[i + 2]);
      if (kind !== undefined) {
        found.push({ start: spans[i], length: spans[i + 1], kind });
      }
    }
    return { found };
  }

  // --- Completion ---

  /** What can stand at the end of a text. */
  function place({ text }) {
    const file = parsed(text, true);
    const end = file.endOfFileToken.pos;
    const node = lastNode(file, end);
    const touches = end === text.length;
    if (!touches && ts.isIdentifier(node) && node.text !== "") {
      return NOTHING;
    }
    const start = node.getStart(file);
    if (isOpenString(node, text)) {
      return inString(node, { prefix: node.text, start: start + 1, quote: text[start] });
    }
    const word = ts.isIdentifier(node) && touches ? node.text : "";
    const at = { prefix: word, start: text.length - word.length };
    return byParent(node, at, touches, text);
  }

  const NOTHING = { kind: "nothing" };

  /** The innermost node that ends where the text does. */
  function lastNode(file, end) {
    let node = file;
    for (;;) {
      let last;
      ts.forEachChild(node, child => {
        if (child.end === end && child.kind !== ts.SyntaxKind.EndOfFileToken) {
          last = child;
        }
      });
      if (last === undefined) {
        return node;
      }
      node = last;
    }
  }

  function isOpenString(node, text) {
    if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) {
      return false;
    }
    const literal = text.slice(node.getStart());
    return literal.length === 1 || !literal.endsWith(literal[0]) || node.isUnterminated === true;
  }

  function inString(node, at) {
    const { parent } = node;
    if (ts.isCallExpression(parent) && parent.arguments.includes(node)) {
      const index = parent.arguments.indexOf(node);
      const callee = parent.expression;
      if (ts.isIdentifier(callee)) {
        if (callee.text === "actor") {
          return index === 0 ? { kind: "class", ...at }
            : index === 1 && isText(parent.arguments[0])
              ? { kind: "id", class: parent.arguments[0].text, ...at } : NOTHING;
        }
        return callee.text === "create" && index === 0 ? { kind: "class", ...at }
          : index === 0 ? { kind: "id", class: callee.text, ...at } : NOTHING;
      }
      const isNamed = ts.isPropertyAccessExpression(callee) && ["call", "tell"].includes(callee.name.text);
      return isNamed && index === 0
        ? { kind: "handler", target: targetOf(callee.expression), ...at } : NOTHING;
    }
    if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
      return inArgument("value", parent, at);
    }
    return NOTHING;
  }

  function byParent(node, at, touches, text) {
    const { parent } = node;
    if (ts.isIdentifier(node)) {
      if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
        return { kind: "method", target: targetOf(parent.expression), ...at };
      }
      if (ts.isShorthandPropertyAssignment(parent)) {
        return inArgument("member", parent, at);
      }
      if (ts.isPropertyAssignment(parent)) {
        return inArgument(parent.name === node ? "member" : "value", parent, at);
      }
      return ts.isCallExpression(parent) && node.text === "" && parent.expression !== node
        ? NOTHING : { kind: "name", ...at };
    }
    if (ts.isObjectLiteralExpression(node) && /[{,]\s*$/.test(text)) {
      return inArgument("member", node, at);
    }
    if (ts.isCallExpression(node) && /\(\s*$/.test(text)) {
      const call = calledBy(node, 0);
      return call === undefined ? NOTHING : { kind: "argument", ...call, path: [], ...at };
    }
    return ts.isSourceFile(node) || ts.isBlock(node) ? { kind: "name", ...at } : NOTHING;
  }

  /** A place inside of the object that is the argument of a handler. */
  function inArgument(kind, node, at) {
    const path = [];
    let inner = node;
    let present = [];
    if (ts.isPropertyAssignment(node) && kind === "value") {
      path.unshift(nameOf(node.name));
    } else {
      const object = ts.isObjectLiteralExpression(node) ? node : node.parent;
      present = object.properties.filter(each => each !== node && each.name !== undefined)
        .map(each => nameOf(each.name));
    }
    for (;;) {
      const outer = inner.parent;
      if (outer === undefined) {
        return kind === "value" || kind === "member" ? { kind: "name", ...at } : NOTHING;
      }
      if (ts.isCallExpression(outer)) {
        const call = calledBy(outer, outer.arguments.indexOf(inner));
        return call === undefined ? { kind: "name", ...at } : { kind, ...call, path, present, ...at };
      }
      if (ts.isPropertyAssignment(outer) && inner === outer.initializer) {
        path.unshift(nameOf(outer.name));
      } else if (ts.isArrayLiteralExpression(outer)) {
        path.unshift("[]");
      } else if (!ts.isObjectLiteralExpression(outer) && !ts.isPropertyAssignment(outer) &&
          !ts.isParenthesizedExpression(outer)) {
        return { kind: "name", ...at };
      }
      inner = outer;
    }
  }

  function nameOf(name) {
    return name.text ?? "";
  }

  /** Which handler of whom a call with an argument there is of. */
  function calledBy(call, index) {
    const callee = call.expression;
    const args = call.arguments;
    if (ts.isIdentifier(callee)) {
      return callee.text === "create" && index === 1 && isText(args[0])
        ? { target: { class: args[0].text }, create: true } : undefined;
    }
    if (!ts.isPropertyAccessExpression(callee)) {
      return undefined;
    }
    const verb = callee.name.text;
    if (["call", "tell"].includes(verb) && index === 1 && isText(args[0])) {
      return { target: targetOf(callee.expression), handler: args[0].text };
    }
    if (index !== 0) {
      return undefined;
    }
    if (verb === "tell" && ts.isPropertyAccessExpression(callee.expression)) {
      const { expression, name } = callee.expression;
      return { target: targetOf(expression), handler: name.text };
    }
    return verb === "create" && ts.isIdentifier(callee.expression)
      ? { target: { class: callee.expression.text }, create: true }
      : { target: targetOf(callee.expression), handler: verb };
  }

  function isText(node) {
    return node !== undefined && ts.isStringLiteralLike(node);
  }

  /** An actor by its class, or a variable. */
  function targetOf(expression) {
    const node = ts.skipPartiallyEmittedExpressions(expression);
    if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node) || ts.isNonNullExpression(node)) {
      return targetOf(node.expression);
    }
    if (ts.isIdentifier(node)) {
      return { variable: [node.text] };
    }
    if (ts.isPropertyAccessExpression(node)) {
      const { variable } = targetOf(node.expression);
      return variable === undefined ? {} : { variable: [...variable, node.name.text] };
    }
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) {
      return {};
    }
    const named = ["actor", "create"].includes(node.expression.text);
    return !named ? { class: node.expression.text }
      : isText(node.arguments[0]) ? { class: node.arguments[0].text } : {};
  }

  /** A text that nests too deeply for the compiler's stack is none. */
  const bounded = run => request => {
    try {
      return JSON.stringify(run(JSON.parse(request)));
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) {
        throw thrown;
      }
      return JSON.stringify({
        incomplete: false, message: "this nests too deeply for the compiler", line: 1, column: 1,
        kind: "nothing", found: [],
      });
    }
  };
  return { compile: bounded(compile), colours: bounded(colours), place: bounded(place) };
})
