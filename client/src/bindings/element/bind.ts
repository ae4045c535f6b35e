/** What a member is read of: the item of the innermost list first, the state of the actor last. */
type Scope = readonly unknown[];

/** The elements that a template has made, for each item. */
const made = new WeakMap<Element, HTMLElement[][]>();
/** All of them: their template binds them. */
const copies = new WeakSet<Element>();

/** Shows the state in the element and what is in it. Of a value only its text is ever shown. */
export function bind(at: HTMLElement, scope: Scope, error: string): void {
  const { text, show, each, error: forError } = at.dataset;
  if (show !== undefined) {
    const value = read(scope, show);
    at.hidden = Array.isArray(value) ? !value.length : !value;
  }
  if (text !== undefined) {
    write(at, String(read(scope, text) ?? ''));
  } else if (forError !== undefined) {
    at.setAttribute('role', 'alert');
    write(at, error);
  } else if (each !== undefined) {
    repeat(at as HTMLTemplateElement, read(scope, each), scope, error);
  } else {
    for (const child of [...at.children] as HTMLElement[]) {
      // An actor inside of another one shows itself.
      if (child.localName !== 'actjs-actor' && !copies.has(child)) {
        bind(child, scope, error);
      }
    }
  }
}

/** A member of the state, as in `items.length`; with a dot before it one of the item, which `.` alone is. */
function read(scope: Scope, path: string): unknown {
  const from = path.startsWith('.') ? scope[0] : scope.at(-1);
  return path
    .split('.')
    .filter(Boolean)
    .reduce<any>((value, key) => (value != null && Object.hasOwn(Object(value), key) ? value[key] : undefined), from);
}

function write(at: Element, text: string): void {
  // A text that stays is not announced again.
  at.textContent === text || (at.textContent = text);
}

/** The content of the template for each item, in their order behind it. */
function repeat(template: HTMLTemplateElement, items: unknown, scope: Scope, error: string): void {
  const before = made.get(template) ?? [];
  let last: Element = template;
  const now = (Array.isArray(items) ? items : []).map((item, index) => {
    const elements = before[index] ?? ([...(template.content.cloneNode(true) as DocumentFragment).children] as HTMLElement[]);
    for (const each of elements) {
      if (!copies.has(each)) {
        copies.add(each);
        last.after(each);
      }
      last = each;
      bind(each, [item, ...scope], error);
    }
    return elements;
  });
  before.slice(now.length).flat().forEach((each) => each.remove());
  made.set(template, now);
}
