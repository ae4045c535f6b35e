// All of them in one file, since they share one server: starting it is most of what they cost.
import './context.ts';
import './access.ts';
import './alias.ts';
import './calls.ts';
import './http.ts';
import './optimistic.ts';
import './original.ts';
import './package.ts';
import './runtimes.ts';
