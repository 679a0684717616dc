import type { DocumentRow } from '#documents';
import { ForetoldRows } from '../../libs/search/foretold-rows.ts';

const row = (id: string): DocumentRow => ({ id, kind: 'GUIDANCE', __typename: 'Guidance' });
/** Reads everything that is asked for, and remembers what that was. */
function reader(): {
  asked: (readonly string[])[];
  read: (ids: readonly string[]) => Promise<Map<string, DocumentRow>>;
} {
  const asked: (readonly string[])[] = [];
  return {
    asked,
    read: (ids) => {
      asked.push(ids);
      return Promise.resolve(new Map(ids.map((id) => [id, row(id)])));
    },
  };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what is foretold is read once, before it is asked for', async () => {
  const { asked, read } = reader();
  const foretold = new ForetoldRows();
  const rowsOf = foretold.readBy(read);
  foretold.foretell(['b', 'a']);
  await turn();
  expect(asked).toEqual([['b', 'a']]);
  expect([...(await rowsOf(['b', 'a'])).keys()]).toEqual(['b', 'a']);
  expect(asked).toHaveLength(1);
});

test('what was foretold before anybody knew how to read it is read then', async () => {
  const { asked, read } = reader();
  const foretold = new ForetoldRows();
  foretold.foretell(['a']);
  foretold.readBy(read);
  await turn();
  expect(asked).toEqual([['a']]);
});

test.each([
  ['nothing was foretold', null],
  ['another engine found something else', ['a', 'c']],
  ['it found the same in another order', ['b', 'a']],
  ['it found less', ['a']],
])('it is read as it was found where %s', async (_, ids) => {
  const { asked, read } = reader();
  const foretold = new ForetoldRows();
  const rowsOf = foretold.readBy(read);
  if (ids) foretold.foretell(ids);
  await turn();
  expect([...(await rowsOf(['a', 'b'])).keys()]).toEqual(['a', 'b']);
  expect(asked.at(-1)).toEqual(['a', 'b']);
});

test('a reading that fails is told to whoever asks for it, and to nobody else', async () => {
  const foretold = new ForetoldRows();
  const rowsOf = foretold.readBy((ids) =>
    ids.length === 1 ? Promise.reject(new Error('the database is away')) : Promise.resolve(new Map()),
  );
  foretold.foretell(['a']);
  // An unhandled rejection would end the test's process.
  await turn();
  await expect(rowsOf(['a'])).rejects.toThrow('the database is away');
  expect((await rowsOf([])).size).toBe(0);
});
