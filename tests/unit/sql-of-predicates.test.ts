import { contains, isIn, toSql } from '#access';
import { Bindings } from '#database';

const dialect = { column: (field: string) => `d.${field}`, bind: () => '$1' };

test('a document is looked up by its id in a way that PostgreSQL has an index for', () => {
  expect(toSql(isIn('id', ['a']), dialect)).toBe('(d.id = $1)');
  expect(toSql(isIn('id', ['a', 'b']), dialect)).toBe('(d.id = ANY($1))');
  expect(toSql(isIn('ownerId', ['a']), dialect)).toBe('(d.ownerId = $1)');
});

test('what may be without a value is never null in a test, so that it can be negated', () => {
  expect(toSql(isIn('decision', ['DECLINED']), dialect)).toBe('coalesce(d.decision = $1, false)');
  expect(toSql(isIn('authorId', ['a', 'b']), dialect)).toBe('coalesce(d.authorId = ANY($1), false)');
});

test('words of ours are written into the statement, whatever else a caller brings is bound', () => {
  expect(toSql(isIn('state', ['PUBLISHED']), dialect)).toBe(`(d.state = 'PUBLISHED')`);
  expect(toSql(isIn('level', [`X' OR true --`]), dialect)).toBe('(d.level = $1)');
  expect(toSql(contains('topics', 'PUBLISHED'), dialect)).toBe('($1 = ANY(d.topics))');
});

test('equal values for one place share a parameter, and no others do', () => {
  const { bind, values } = new Bindings();
  const given: [unknown, string?][] = [
    ['a', 'x'],
    ['a', 'x'],
    ['a', 'y'],
    ['a'],
    ['a'],
    [['a,b'], 'x'],
    [['a', 'b'], 'x'],
    [new Date(5), 'x'],
    [new Date(5), 'x'],
  ];
  const places = given.map(([value, place]) => bind(value, place));
  expect(places).toEqual(['$1', '$1', '$2', '$3', '$4', '$5', '$6', '$7', '$7']);
  expect(values).toEqual(['a', 'a', 'a', 'a', ['a,b'], ['a', 'b'], new Date(5)]);
});
