// Builds dist/: one ESM file and its declarations for each subpath of package.json.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { sizes } from './sizes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/client/index.ts', 'src/client/http-socket.ts'],
  // Loaded where WebSockets are blocked only.
  external: ['./http-socket.js'],
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  sourcemap: true,
});
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.types.json'], { cwd: root, stdio: 'inherit' });
// tsc leaves the names of sources in declarations, where there are none.
for (const name of readdirSync(`${root}/dist/client`).filter((each) => each.endsWith('.d.ts'))) {
  const file = `${root}/dist/client/${name}`;
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(from |import\()'(\.\/[\w-]+)\.ts'/g, "$1'$2.js'"));
}

let isWithin = true;
for (const { name, bytes, most } of await sizes(root)) {
  const fits = bytes <= most;
  console.log(`${name}: ${bytes} bytes, minified and compressed by gzip -9; ${most} are allowed${fits ? '' : ': TOO LARGE'}`);
  isWithin &&= fits;
}
process.exitCode = isWithin ? 0 : 1;
