export { Clock, SystemClock } from './clock.ts';
export { BadInput, Forbidden, Refusal, Unauthenticated } from './errors.ts';
export type { UserError } from './errors.ts';
export { isId, newId } from './ids.ts';
export { decodeCursor, encodeCursor, pageOf, pageSize } from './page.ts';
export type { Connection, PageArguments } from './page.ts';
export { isWellFormed } from './text.ts';
export * from './vocabulary.ts';
export { day, id, isStorable, moment, parseInput, requireText, SHORT_TEXT, text } from './input.ts';
