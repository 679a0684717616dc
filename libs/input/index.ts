export { day, id, isStorable, moment, parseInput, requireText, SHORT_TEXT, text } from './input.ts';
