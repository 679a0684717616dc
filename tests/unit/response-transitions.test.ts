import fc from 'fast-check';
import { RESPONSE_STATUSES, type ResponseStatus } from '#kernel';
import { mayFollow, RESPONSE_TRANSITIONS } from '../../libs/advisories/responses/transitions.ts';

const CLOSED: readonly ResponseStatus[] = ['DONE', 'NOT_APPLICABLE'];
const statuses = fc.constantFrom(...RESPONSE_STATUSES);

/** Where an institution stands after it has tried to say all this, one after the other. */
function walk(tries: readonly ResponseStatus[]): ResponseStatus[] {
  return tries.reduce<ResponseStatus[]>(
    (path, to) => (mayFollow(path.at(-1)!, to) ? [...path, to] : path),
    ['PENDING'],
  );
}

it('has a row for every status, and reaches every status from PENDING', () => {
  expect(Object.keys(RESPONSE_TRANSITIONS).sort()).toEqual([...RESPONSE_STATUSES].sort());
  const others = RESPONSE_STATUSES.filter((status) => status !== 'PENDING');
  expect(others.filter((status) => !mayFollow('PENDING', status))).toEqual([]);
});

it('never takes back that notice was taken, whatever is tried', () => {
  fc.assert(
    fc.property(fc.array(statuses), (tries) => {
      const path = walk(tries);
      expect(path.slice(1)).not.toContain('PENDING');
      expect(path.slice(2)).not.toContain('ACKNOWLEDGED');
    }),
  );
});

it('always leaves a way to close it, and from there a way to take it up again', () => {
  fc.assert(
    fc.property(fc.array(statuses), fc.constantFrom(...CLOSED), (tries, end) => {
      const stands = walk(tries).at(-1)!;
      expect(stands === end || mayFollow(stands, end)).toBe(true);
      expect(mayFollow(end, 'ASSESSING')).toBe(true);
    }),
  );
});

it('takes the same again for no step', () => {
  fc.assert(fc.property(statuses, (status) => !mayFollow(status, status)));
});
