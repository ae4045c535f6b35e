import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compile } from 'svelte/compiler';
import { defineConfig, defineProject, type Plugin } from 'vitest/config';

const require = createRequire(import.meta.url);
const shared = {
  testTimeout: 120_000,
  hookTimeout: 180_000,
};

/** Components as an application's build makes them. */
const components: Plugin = {
  name: 'svelte',
  transform: (source, filename) => (filename.endsWith('.svelte') ? compile(source, { filename, generate: 'client' }).js : undefined),
};

export default defineConfig({
  test: {
    // One server at a time: what they share is the machine.
    fileParallelism: false,
    projects: [
      defineProject({ test: { ...shared, name: 'actjs', include: ['test/{unit,contract,react,element,browser}/*.test.ts'] } }),
      defineProject({
        test: { ...shared, name: 'react-18', include: ['test/react-18/*.test.ts'], setupFiles: ['test/react-18/setup.ts'] },
        resolve: { alias: ['react', 'react-dom'].map((name) => ({ find: new RegExp(`^${name}(?=/|$)`), replacement: dirname(require.resolve(`${name}-18`)) })) },
      }),
      defineProject({
        plugins: [components],
        // What a page loads of Svelte, not what a server does; but the sockets of Node.
        resolve: { conditions: ['browser'], alias: { ws: join(dirname(require.resolve('ws')), 'wrapper.mjs') } },
        ssr: { resolve: { conditions: ['browser', 'module', 'node'], externalConditions: ['browser', 'node'] }, noExternal: ['svelte'] },
        test: { ...shared, name: 'svelte', include: ['test/svelte/*.test.ts'] },
      }),
    ],
  },
});
