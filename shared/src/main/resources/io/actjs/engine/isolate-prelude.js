// Runs first in an actor isolate: bounds the two built-ins with which a mistake in a number fills the
// memory in one go that nothing interrupts.
//
// What stays possible, for code that means harm: built-ins over a sparse array or an array-like of
// a huge length run for as long as they like, and a step that ends the process needs one statement.
(() => {
  "use strict";
  const MAX_LENGTH = 2 ** 25;
  const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;

  function bound(prototype, name) {
    const property = getOwnPropertyDescriptor(prototype, name);
    const original = property.value;
    // A method, so that it is no constructor, like the original.
    const { method } = {
      method() {
        if (this != null && this.length > MAX_LENGTH) {
          throw new RangeError(`${name} is limited to a length of ${MAX_LENGTH}`);
        }
        return apply(original, this, arguments);
      },
    };
    defineProperty(method, "name", { value: name });
    defineProperty(method, "length", { value: original.length });
    defineProperty(prototype, name, { ...property, value: method });
  }

  bound(Array.prototype, "fill");
  bound(String.prototype, "split");
})();
