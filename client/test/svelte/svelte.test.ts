// All of them in one file, since they share one server: starting it is most of what they cost.
import '../contract/context.ts';
import './actors.ts';
import './present.ts';
import './rendered.ts';
