import type { Client, RpcError } from '../../client/index.ts';
import { viewOf } from '../index.ts';
import { bind } from './bind.ts';

const NAME = 'actjs-actor';
let common: Client<any> | undefined;

/**
 * `<actjs-actor class="Cart" id="ann">` shows an actor in HTML, without a framework. It has the attributes `status` (`loading`, `ready`, `stale`,
 * `tombstoned` or `error`) and, during calls, `pending`, for CSS. Elements in it are bound to it by attributes:
 *
 * - `data-text="total"`: the text of a member of the state; `items.length` is one of a member.
 * - `data-show="total"`: hidden while the member is absent, false, 0 or empty.
 * - `data-each="items"`, on a `<template>`: its elements for each item of a list, in which `.` is the item and `.name` a member of it.
 * - `data-call="add"`: on a form calls the handler with the form's values when it is submitted, and empties it when it was answered; on a button calls
 *   it with `data-args`, JSON.
 * - `data-error`: the text of what has failed, which screen readers announce.
 *
 * No part of a state becomes HTML, whatever is in it.
 */
export class ActorElement extends ((globalThis.HTMLElement ?? class {}) as typeof HTMLElement) {
  static readonly observedAttributes = ['class', 'id'];
  /** Its client, if it is not that of {@link defineActorElement}. */
  client: Client<any> | undefined;
  #call: ((method: string, args: unknown) => Promise<boolean>) | undefined;
  #off: (() => void) | undefined;

  constructor() {
    super();
    for (const kind of ['click', 'submit']) {
      this.addEventListener(kind, (event) => this.#act(event));
    }
  }

  connectedCallback(): void {
    this.disconnectedCallback();
    const { id, client = common } = this;
    const className = this.getAttribute('class');
    if (client && className && id) {
      const view = viewOf(client, className, id);
      let calls = 0;
      let failed: RpcError | undefined;
      const show = () => {
        if (this.#call !== call) {
          // It shows another actor by now.
          return;
        }
        const { status, state, error } = view.get();
        this.setAttribute('status', status);
        this.toggleAttribute('pending', calls > 0);
        bind(this, [state], (failed ?? error)?.message ?? '');
      };
      const call = (this.#call = async (method: string, args: unknown) => {
        calls++;
        show();
        failed = await client.invoke(className, id, method, args).then(() => undefined, (error) => error);
        calls--;
        show();
        return !failed;
      });
      this.#off = view.subscribe(show);
      show();
    }
  }

  disconnectedCallback(): void {
    this.#off?.();
    this.#off = this.#call = undefined;
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before !== now && this.isConnected) {
      this.connectedCallback();
    }
  }

  #act(event: Event): void {
    const at = (event.target as Element).closest<HTMLFormElement>('[data-call]');
    const isForm = at?.localName === 'form';
    // An actor inside of this one acts itself.
    if (at && (event.type === 'submit') === isForm && at.closest(NAME) === this) {
      event.preventDefault();
      void this.#call?.(at.dataset.call!, isForm ? valuesOf(at) : JSON.parse(at.dataset.args ?? '{}')).then((isDone) => isDone && isForm && at.reset());
    }
  }
}

/** Defines `<actjs-actor>`; the client is that of all such elements that have none of their own. */
export function defineActorElement(client: Client<any>): void {
  common = client;
  if (customElements.get(NAME)) {
    document.querySelectorAll<ActorElement>(NAME).forEach((each) => each.connectedCallback());
  } else {
    customElements.define(NAME, ActorElement);
  }
}

/** The values of a form by their names: of number fields as numbers, of check boxes as booleans. */
function valuesOf(form: HTMLFormElement): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { name, type, value, checked } of form.elements as unknown as Iterable<HTMLInputElement>) {
    if (name && (type !== 'radio' || checked)) {
      values[name] = type === 'checkbox' ? checked : /number|range/.test(type) ? (value ? Number(value) : undefined) : value;
    }
  }
  return values;
}
