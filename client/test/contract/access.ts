import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { client, fresh, server } from './context.ts';
import { until } from './server.ts';

async function admin(method: string, path: string, body?: unknown): Promise<any> {
  const answer = await fetch(server.url + path, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.adminToken}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  }
  return text && JSON.parse(text);
}

test('a token is sent in a header, for a ticket that opens the WebSocket', async () => {
  const urls: string[] = [];
  class Spy extends WebSocket {
    constructor(url: string) {
      urls.push(url);
      super(url);
    }
  }
  const c = client({ wsCtor: Spy, token: server.adminToken });
  expect(await c.actor('Counter', fresh()).call.inc({})).toBe(1);
  expect(urls).toHaveLength(1);
  expect(urls[0]).toContain('token=');
  expect(urls[0]).not.toContain(server.adminToken);
});

test('W31: a token that is refused is asked for again, once, and so is one after a close with 4001', async () => {
  const asked: boolean[] = [];
  const c = client({
    token: ({ refused }) => {
      asked.push(refused);
      return refused ? server.adminToken : 'expired';
    },
  });
  expect(await c.actor('Counter', fresh()).call.inc({})).toBe(1);
  expect(asked).toEqual([false, true]);
});

test('W31, W15: a token that does not hold is a typed error until another one is set', async () => {
  const c = client({ token: 'wrong' });
  const counter = c.actor('Counter', fresh());
  await expect(counter.call.inc({})).rejects.toMatchObject({ code: 'Unauthorized' });
  expect(c.connection.state).toBe('refused');
  c.setToken(server.adminToken);
  expect(await counter.call.inc({})).toBe(1);
});

test('scenario 58: a deprecated version of the pinned manifest raises one warning, and a change of the pin applies at once', async () => {
  const { versions } = await admin('GET', '/v1/classes/Counter/versions');
  const { version } = versions.at(-1);
  const { sha256 } = await admin('POST', '/v1/manifest', { resolved: { Counter: version } });
  const warnings: string[] = [];
  const c = client({ pin: sha256, onWarning: ({ type, message }) => type === 'manifest-deprecated' && warnings.push(message) });
  const counter = c.actor('Counter', fresh());
  let n = -1;
  await counter.subscribe((state) => (n = state.n));
  await counter.call.inc({});
  expect(warnings).toEqual([]);
  await admin('PATCH', `/v1/classes/Counter/versions/${version}`, { deprecated: true });
  await counter.call.inc({});
  await counter.call.inc({});
  expect(warnings).toEqual([`VersionDeprecated Counter@${version}`]);
  c.setManifestPin('latest');
  expect(c.manifestPin()).toBe('latest');
  await server.call('Counter', counter.id, 'inc');
  await until(() => n === 4);
});
