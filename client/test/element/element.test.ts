import { expect, test } from 'vitest';
import { client, fresh, server } from '../contract/context.ts';
import { until } from '../contract/server.ts';
import { subscribers } from '../contract/stores.ts';

// Its declarations need newer ones of Node than the oldest that the package supports.
const { Window } = await import('happy-dom' as string);
const window = new Window({ url: 'http://127.0.0.1/' });
const page = window.document as Document;
Object.assign(globalThis, { document: page, HTMLElement: window.HTMLElement, customElements: window.customElements });
const { defineActorElement } = await import('../../src/bindings/element/index.ts');

const BODY = `
  <b data-text="n"></b>
  <p data-show="log">There are <i data-text="log.length"></i>.</p>
  <ul><template data-each="log"><li data-text="."></li></template></ul>
  <form data-call="push"><input name="text"><button>Add</button></form>
  <form data-call="inc"><input name="by" type="number"><button>Add</button></form>
  <button id="fail" data-call="fail" data-args='{"why":"no"}'>Fail</button>
  <p data-error></p>`;

function place(id: string): HTMLElement {
  page.body.innerHTML = `<actjs-actor class="Counter" id="${id}">${BODY}</actjs-actor>`;
  return page.querySelector('actjs-actor') as HTMLElement;
}

test('the element shows an actor, calls by forms and buttons, and takes no text for HTML', async () => {
  const id = fresh();
  defineActorElement(client());
  const actor = place(id);
  const shown = (selector: string) => actor.querySelector(selector)!.textContent;
  const [push, inc] = actor.querySelectorAll('form');
  expect(actor.getAttribute('status')).toBe('loading');
  await until(() => actor.getAttribute('status') === 'ready');
  expect([shown('b'), actor.querySelector('p')!.hidden, actor.querySelectorAll('li').length]).toEqual(['0', true, 0]);

  for (const text of ['<img src=x onerror=alert(1)>', 'second']) {
    const input = push!.querySelector('input')!;
    input.value = text;
    push!.requestSubmit();
    await until(() => [...actor.querySelectorAll('li')].at(-1)?.textContent === text);
    await until(() => input.value === '' && !actor.hasAttribute('pending'));
  }
  expect(actor.querySelectorAll('img')).toHaveLength(0);
  expect([shown('i'), actor.querySelector('p')!.hidden]).toEqual(['2', false]);

  inc!.querySelector('input')!.value = '5';
  inc!.requestSubmit();
  await until(() => shown('b') === '5');
  actor.querySelector<HTMLElement>('#fail')!.click();
  await until(() => shown('[data-error]') !== '');
  expect(actor.querySelector('[data-error]')!.getAttribute('role')).toBe('alert');
  expect(shown('b')).toBe('5');
});

test('another id shows another actor, and an element that is gone leaves no subscription', async () => {
  const [a, b] = [fresh(), fresh()];
  await server.call('Counter', a, 'inc', { by: 7 });
  defineActorElement(client());
  const actor = place(a);
  await until(() => actor.querySelector('b')!.textContent === '7');
  actor.id = b;
  await until(() => actor.querySelector('b')!.textContent === '0' && actor.getAttribute('status') === 'ready');
  await until(async () => (await subscribers(a)) === 0);
  actor.remove();
  await until(async () => (await subscribers(b)) === 0);
});
