import type { HandlersOf, StateOf } from '../../client/index.ts';
import type { RegisteredClasses } from './index.ts';

/** Names of classes: those of the table that {@link Register} names, or any. */
export type ClassName = keyof RegisteredClasses & string;
export type State<N extends ClassName> = StateOf<RegisteredClasses, N>;
export type Handlers<N extends ClassName> = HandlersOf<RegisteredClasses, N>;
