;
// Stands behind the text of svelte/compiler, whose functions are in exports by then.
{
  const host = require('actjs/host');
  const MODULE = /\.svelte\.js$/;

  host.serve('compile', ({ name, source }) => {
    const options = { filename: name, generate: 'client', dev: true };
    try {
      const { js } = MODULE.test(name) ? exports.compileModule(source, options) : exports.compile(source, { ...options, css: 'injected' });
      host.notify('compiled', { code: js.code, map: JSON.stringify(js.map) });
    } catch (e) {
      const { line = 1, column = 0 } = e.start ?? {};
      host.notify('refused', { text: String(e.message).replaceAll('\n', ' '), line, column: column + 1 });
    }
  });
}
