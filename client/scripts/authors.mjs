// What authors of classes import: the very declarations that classes are published with, and modules that say where classes run.
import { readFileSync, writeFileSync } from 'node:fs';

const SOURCES = {
  index: ['../shared/src/main/ts/actjs.d.ts', 'actor classes run on the server: publish them with actctl publish, or run actctl dev'],
  test: ['../actctl/src/main/resources/io/actjs/actctl/test/actjs-test.d.ts', 'tests of actor classes run with actctl test'],
};
/** A module of a class may be imported for its types; its decorators are run by that. */
const DECORATORS = new Set(['handler', 'http']);

export function authors(root) {
  for (const [name, [source, why]] of Object.entries(SOURCES)) {
    const declarations = readFileSync(`${root}/${source}`, 'utf8').replaceAll("from 'actjs'", "from './index.js'");
    const exported = [...declarations.matchAll(/^export (?:abstract )?(class|function|const) (\w+)/gm)];
    const stubs = exported.map(([, kind, id]) => {
      if (kind === 'class') {
        return `export class ${id} {\n  constructor() {\n    missing();\n  }\n}`;
      }
      return `export const ${id} = ${DECORATORS.has(id) ? '() => () => {}' : 'missing'};`;
    });
    writeFileSync(`${root}/dist/${name}.d.ts`, declarations);
    writeFileSync(`${root}/dist/${name}.js`, `function missing() {\n  throw new Error(${JSON.stringify(`actjs: ${why}`)});\n}\n${stubs.join('\n')}\n`);
  }
}
