// All of them in one file, since they share one server: starting it is most of what they cost.
import '../contract/context.ts';
import './store.ts';
import './hooks.ts';
import './faults.ts';
import './rendered.ts';
import './present.ts';
