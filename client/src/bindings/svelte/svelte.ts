// One import for all is smaller than one in each file.
export { getContext, setContext } from 'svelte';
export { createSubscriber } from 'svelte/reactivity';
export { toStore } from 'svelte/store';
