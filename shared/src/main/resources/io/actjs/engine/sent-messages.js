// Finds the messages that a class sends. Completion value: a function that takes the compiler's API
// (`ts`) and gives `sentMessages(checker, schemas, file, lineage)`: `tells`, to actors, and `emits`, to
// subscribers, each absent when there are none. `schemas` is what the derivation of schema-derivation.js
// made; `file` is that of the class, and `lineage` has the files of all classes that it is made of.
(function (ts) {
  "use strict";

  const MOST_MESSAGES = 200;
  const NOTHING = { type: "object", maxProperties: 0 };

  return function sentMessages(checker, schemas, file, lineage) {
    const tells = new Map();
    const emits = new Map();
    visit(file, tell);
    lineage.forEach(it => visit(it, emit));
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
