import { TestRuntime } from 'actjs/test';
import { Box, LIMIT } from './Box';
import { Log } from './Log';
export const make = (more = {}) => TestRuntime.create({ classes: { Box, Log }, ...more });
export { LIMIT };
