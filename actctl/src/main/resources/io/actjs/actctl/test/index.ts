export { arbitrary } from './arbitrary';
export { assertEmitted, assertNotMaterialized, assertScheduled, assertSnapshot } from './assertions';
export { expect } from './expect';
export { TestHarnessAssertionError } from './failure';
export { replayMigrations } from './migrations';
export { afterEach, beforeEach, describe, test, test as it } from './runner';
export { TestRuntime } from './runtime';
