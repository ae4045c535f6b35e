// What a page loads, measured as esbuild minifies it and gzip -9 compresses it.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const BUDGETS = [
  { name: 'actjs/client', entries: ['client'], most: 9 << 10 },
  { name: 'actjs/client with actjs/bindings/react', entries: ['client', 'bindings/react'], most: 11 << 10 },
];

export async function sizes(root) {
  return Promise.all(
    BUDGETS.map(async ({ name, entries, most }) => {
      const { outputFiles } = await build({
        absWorkingDir: root,
        stdin: { contents: entries.map((each) => `export * from './src/${each}/index.ts';`).join('\n'), resolveDir: root },
        bundle: true,
        minify: true,
        external: ['./http-socket.js', 'react'],
        format: 'esm',
        target: 'es2022',
        write: false,
      });
      return { name, most, bytes: gzipSync(outputFiles[0].contents, { level: 9 }).length };
    }),
  );
}
