// Finds the messages that a class sends. Completion value: a function that takes the compiler's API
// (`ts`) and gives `sentMessages(checker, schemas, file, lineage, isActor)`: `tells`, to actors, and `emits`, to
// subscribers, each absent when there are none. `schemas` is what the derivation of schema-derivation.js
// made; `file` is that of the class, `lineage` has the classes that it is made of, and `isActor` tells which
// of the author's classes are actors.
(function (ts) {
  "use strict";

  const MOST_MESSAGES = 200;
  const NOTHING = { type: "object", maxProperties: 0 };

  return function sentMessages(checker, schemas, file, lineage, isActor) {
    const tells = new Map();
    const emits = new Map();
    visit(file, tell);
    const own = new Set(lineage.map(it => it.getSourceFile()));
    own.forEach(it => visit(it, emit));
    modulesOf(own).forEach(it => visit(it, (call, callee) => mayBeOwn(callee) && emit(call, callee)));
    return {
      ...(tells.size === 0 ? {} : { tells: [...tells.values()] }),
      ...(emits.size === 0 ? {} : { emits: [...emits.values()] }),
    };

    function visit(node, found) {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
        found(node, node.expression);
      }
      ts.forEachChild(node, each => visit(each, found));
    }

    /** The author's modules that files import, and those that these do: an actor may be handed to their functions. */
    function modulesOf(files) {
      const found = new Set(files);
      for (const each of found) {
        each.statements.map(importedBy).filter(it => it !== undefined).forEach(it => found.add(it));
      }
      return [...found].filter(it => !files.has(it));
    }

    function importedBy(statement) {
      const isImport = ts.isImportDeclaration(statement) && !statement.importClause?.isTypeOnly;
      const isExport = ts.isExportDeclaration(statement) && !statement.isTypeOnly;
      const module = (isImport || isExport) && statement.moduleSpecifier !== undefined
        ? checker.getSymbolAtLocation(statement.moduleSpecifier)?.valueDeclaration : undefined;
      const isAuthors = module !== undefined && ts.isSourceFile(module) && !module.isDeclarationFile &&
        !module.fileName.includes("/node_modules/");
      return isAuthors ? module : undefined;
    }

    /** Whether `x` of `x.actjs.emit` may be this actor: what is of another class of actors is not. */
    function mayBeOwn({ expression: actjs }) {
      if (!ts.isPropertyAccessExpression(actjs)) {
        return true;
      }
      const type = checker.getTypeAtLocation(actjs.expression);
      const whole = checker.getBaseConstraintOfType(type) ?? type;
      return (whole.isUnion() ? whole.types : [whole]).some(({ symbol }) => {
        const node = symbol?.valueDeclaration;
        return node === undefined || !ts.isClassDeclaration(node) || lineage.includes(node) || !isActor(node);
      });
    }

    function isOfKit({ expression }, type) {
      return checker.getTypeAtLocation(expression).symbol?.name === type;
    }

    /** `this.actjs.tell(ref, 'type', payload)`, where the type is a literal, and `handle.type.tell(payload)`. */
    function tell(call, callee) {
      if (callee.name.text !== "tell") {
        return;
      }
      if (isOfKit(callee, "Actjs")) {
        const [ref, name, payload] = call.arguments;
        const type = name && checker.getTypeAtLocation(name);
        if (type !== undefined && type.isStringLiteral()) {
          addTell(classNameIn(ref), type.value, payload);
        }
      } else if (ts.isPropertyAccessExpression(callee.expression) && isOfKit(callee, "HandlerCall")) {
        const { expression: handle, name } = callee.expression;
        addTell(classOfHandle(handle), name.text, call.arguments[0]);
      }
    }

    function addTell(target, type, payload) {
      if (tells.size < MOST_MESSAGES) {
        const schema = schemaOf(payload, `/tells/${tells.size}/payload`);
        add(tells, { ...(target === undefined ? {} : { class: target }), type, payload: schema });
      }
    }

    /** `this.actjs.emit('type', data)`; without a `type` where that is not a literal. */
    function emit(call, callee) {
      const [name, data] = call.arguments;
      if (callee.name.text !== "emit" || name === undefined || !isOfKit(callee, "Actjs")) {
        return;
      }
      const said = checker.getTypeAtLocation(name);
      const types = said.isUnion() ? said.types : [said];
      if (emits.size >= MOST_MESSAGES || !types.every(it => it.isStringLiteral())) {
        add(emits, { data: true });
        return;
      }
      const schema = schemaOf(data, `/emits/${emits.size}/data`);
      types.forEach(it => add(emits, { type: it.value, data: schema }));
    }

    function schemaOf(sent, at) {
      return sent === undefined ? NOTHING
        : schemas.optionally(checker.getWidenedType(checker.getTypeAtLocation(sent)), at, NOTHING).schema;
    }

    /** The same message is sent in many places. */
    function add(messages, message) {
      messages.set(JSON.stringify(message), message);
    }

    /** The class whose handle it is, by the file that it comes from. */
    function classOfHandle(handle) {
      const declaration = checker.getTypeAtLocation(handle).aliasTypeArguments?.[0]?.symbol?.valueDeclaration;
      return declaration !== undefined && ts.isClassLike(declaration)
        ? /([^/]+)\.ts$/.exec(declaration.getSourceFile().fileName)?.[1] : undefined;
    }

    /** The class of `{ class: 'Stock', id }`. */
    function classNameIn(ref) {
      const member = ref !== undefined && ts.isObjectLiteralExpression(ref)
        ? ref.properties.find(each => ts.isPropertyAssignment(each) && each.name.text === "class") : undefined;
      return member !== undefined && ts.isStringLiteralLike(member.initializer) ? member.initializer.text : undefined;
    }
  };
})
