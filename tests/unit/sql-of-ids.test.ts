import { isIn, toSql } from '#access';

test('a document is looked up by its id in a way that PostgreSQL has an index for', () => {
  const dialect = { column: (field: string) => `d.${field}`, bind: () => '$1' };
  expect(toSql(isIn('id', ['a']), dialect)).toBe('(d.id = $1)');
  expect(toSql(isIn('id', ['a', 'b']), dialect)).toBe('(d.id = ANY($1))');
  expect(toSql(isIn('decision', ['DECLINED']), dialect)).toBe('coalesce(d.decision = $1, false)');
});
