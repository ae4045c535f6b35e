// What a page loads, measured as esbuild minifies it and gzip -9 compresses it.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const BUDGETS = [{ name: 'actjs/client', entry: 'src/client/index.ts', most: 9 << 10 }];

export async function sizes(root) {
  return Promise.all(
    BUDGETS.map(async ({ name, entry, most }) => {
      const { outputFiles } = await build({
        absWorkingDir: root,
        entryPoints: [entry],
        bundle: true,
        minify: true,
        external: ['./http-socket.js'],
        format: 'esm',
        target: 'es2022',
        write: false,
      });
      return { name, most, bytes: gzipSync(outputFiles[0].contents, { level: 9 }).length };
    }),
  );
}
