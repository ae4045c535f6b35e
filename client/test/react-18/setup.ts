import Module from 'node:module';

// React DOM 18 asks for `react`, by which the package has React 19 here.
const modules = Module as unknown as { _resolveFilename: (request: string, ...rest: unknown[]) => string };
const resolve = modules._resolveFilename;
modules._resolveFilename = (request, ...rest) => resolve(request.replace(/^(react|react-dom)(?=\/|$)/, '$1-18'), ...rest);
