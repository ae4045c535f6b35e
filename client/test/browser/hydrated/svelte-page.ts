import { hydrate } from 'svelte';
import { Client } from '../../../src/client/index.ts';
import App from '../../svelte/App.svelte';
import Button from './Button.svelte';

const { id, initial } = JSON.parse(document.querySelector('#data')!.textContent!);
hydrate(App, { target: document.querySelector('#root')!, props: { client: new Client({ url: '/' }), initial, of: Button, props: { id } } as any });
