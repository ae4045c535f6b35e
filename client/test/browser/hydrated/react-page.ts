import { hydrateRoot } from 'react-dom/client';
import { Client } from '../../../src/client/index.ts';
import { tree } from './react.ts';

const { id, initial } = JSON.parse(document.querySelector('#data')!.textContent!);
hydrateRoot(document.querySelector('#root')!, tree(new Client({ url: '/' }), initial, id));
