import { anonymous, type UserPrincipal } from '#access';
import { MadeStatements } from '../../libs/documents/reading/made-statements.ts';

const [FIRST, SECOND] = [new Date(0), new Date(1)];
const somebody = (): UserPrincipal => ({
  ...{ type: 'user', userId: 'x', memberships: [], scopes: [], boundTo: null, expiresAt: null },
  actingSlug: null,
});

let made: MadeStatements;
let times: number;

beforeEach(() => {
  made = new MadeStatements();
  times = 0;
});

test('a statement is made once for a principal and a key, and asked at every moment anew', () => {
  const person = somebody();
  const ask = (now: Date, key = 'a'): unknown =>
    made.for(person, now, key, ({ bind, now: moment }) => {
      times += 1;
      return `${key} ${bind(moment)} ${bind('b')} ${bind(moment)}`;
    });

  expect(ask(FIRST)).toEqual({ text: 'a $1 $2 $3', values: [FIRST, 'b', FIRST] });
  expect(ask(SECOND)).toEqual({ text: 'a $1 $2 $3', values: [SECOND, 'b', SECOND] });
  expect(times).toBe(1);
  expect(ask(SECOND, 'other')).toMatchObject({ text: 'other $1 $2 $3' });
});

test('nothing made for one principal is another one’s, though they look alike', () => {
  const ask = (principal: UserPrincipal | typeof anonymous, value: string): unknown =>
    made.for(principal, FIRST, 'a', ({ bind }) => bind(value)).values;

  const [one, other] = [somebody(), somebody()];
  expect(ask(one, 'one')).toEqual(['one']);
  expect(ask(other, 'other')).toEqual(['other']);
  expect(ask(anonymous, 'nobody')).toEqual(['nobody']);
  expect(ask(one, 'not looked at')).toEqual(['one']);
});

test.each([
  ['without a key', null, FIRST],
  ['with a date that only follows from the moment', 'a', new Date(7)],
])('a statement %s is made every time', (_what, key, date) => {
  const person = somebody();
  for (const round of [1, 2]) {
    const { values } = made.for(person, FIRST, key, ({ bind }) => {
      times += 1;
      return bind(date);
    });
    expect({ values, times }).toEqual({ values: [date], times: round });
  }
});
