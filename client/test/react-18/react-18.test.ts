// All of them in one file, since they share one server: starting it is most of what they cost.
import { version } from 'react';
import { expect, test } from 'vitest';
import '../contract/context.ts';
import '../react/hooks.ts';
import '../react/rendered.ts';
import '../react/present.ts';

test('they run with React 18', () => {
  expect(version).toMatch(/^18\./);
});
