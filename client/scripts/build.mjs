// Builds dist/: one ESM file and its declarations for each subpath of package.json.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { authors } from './authors.mjs';
import { sizes } from './sizes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

const ENTRIES = [
  'client/index',
  'client/http-socket',
  'client/rest',
  'offline/index',
  'tabs/index',
  'bindings/index',
  'bindings/fetch',
  'bindings/react/index',
  'bindings/react/server',
  'bindings/svelte/index',
  'bindings/element/index',
];

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ENTRIES.map((each) => `src/${each}.ts`),
  // The first two are loaded by pages that need them.
  external: ['./http-socket.js', './rest.js', 'react', 'svelte', 'svelte/*'],
  plugins: [{ name: 'subpaths', setup: keepSubpathsApart }],
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
for (const name of readdirSync(`${root}/dist`, { recursive: true }).filter((each) => each.endsWith('.d.ts'))) {
  const file = `${root}/dist/${name}`;
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(from |import\()'(\.[\w./-]+)\.ts'/g, "$1'$2.js'"));
}

authors(root);

/** What one subpath takes of another is in the file of that one alone. */
function keepSubpathsApart({ onResolve }) {
  onResolve({ filter: /^\.\..*\/(index|fetch)\.ts$/ }, ({ path }) => ({ path: path.replace(/ts$/, 'js'), external: true }));
}

// Another version of zlib makes it some bytes longer or shorter.
const SLACK = 64;
let isWithin = true;
for (const { name, bytes, most } of await sizes(root)) {
  const fits = bytes <= most + SLACK;
  console.log(`${name}: ${bytes} bytes, minified and compressed by gzip -9; ${most} are allowed${fits ? '' : ': TOO LARGE'}`);
  isWithin &&= fits;
}
process.exitCode = isWithin ? 0 : 1;
