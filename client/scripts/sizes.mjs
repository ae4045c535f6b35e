// What a page loads, measured as esbuild minifies it and gzip -9 compresses it.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const CLIENT = "export * from './src/client/index.ts';";
const SVELTE = "from './src/bindings/svelte/index.ts';";
/** All of a subpath, or by their names what a page imports of it: a bundler leaves out the rest, since the package has no side effects. */
const BUDGETS = [
  { name: 'actjs/client', contents: CLIENT, most: 9 << 10 },
  { name: 'actjs/offline beside actjs/client', contents: "export * from './src/offline/index.ts';", most: 3 << 10, external: ['../client/index.ts'] },
  { name: 'actjs/tabs beside actjs/client', contents: "export * from './src/tabs/index.ts';", most: 3 << 10, external: ['../client/index.ts'] },
  { name: 'actjs/client with actjs/bindings/react', contents: `${CLIENT} export * from './src/bindings/react/index.ts';`, most: 11 << 10 },
  { name: 'actjs/client with { setClient, getClient, actor, actorValue } of actjs/bindings/svelte', contents: `${CLIENT} export { setClient, getClient, actor, actorValue } ${SVELTE}`, most: 10.5 * 1024 },
  { name: 'actjs/client with all of actjs/bindings/svelte', contents: `${CLIENT} export * ${SVELTE}`, most: 11.5 * 1024 },
  { name: 'actjs/client with actjs/bindings/element', contents: `${CLIENT} export * from './src/bindings/element/index.ts';`, most: 10.5 * 1024 },
];

export async function sizes(root) {
  return Promise.all(
    BUDGETS.map(async ({ name, contents, most, external = [] }) => {
      const { outputFiles } = await build({
        absWorkingDir: root,
        stdin: { contents, resolveDir: root },
        bundle: true,
        minify: true,
        external: ['./http-socket.js', './rest.js', 'react', 'svelte', 'svelte/*', ...external],
        format: 'esm',
        target: 'es2022',
        write: false,
      });
      return { name, most, bytes: gzipSync(outputFiles[0].contents, { level: 9 }).length };
    }),
  );
}
