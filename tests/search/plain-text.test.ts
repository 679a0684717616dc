import fc from 'fast-check';
import { beginningOf, indexable } from '../../libs/search/text/indexable.ts';
import { plainTextOf } from '../../libs/search/text/plain-text.ts';

test.each([
  ['# Head #1\n\nText', 'Head #1\nText'],
  ['Head\n====\n\nText\n\n---\n\nMore', 'Head\nText\nMore'],
  ['**bold** *it* _under_ __score__ ~~gone~~', 'bold it under score gone'],
  ['***both*** **bold *and* it**', 'both bold and it'],
  ['2 * 3 * 4 and snake_case_name and 5*3', '2 * 3 * 4 and snake_case_name and 5*3'],
  ['see [the guide](https://example.org/a?b=c "Title") now', 'see the guide now'],
  ['[![logo](a.png)](https://example.org) and ![chart](b.png)', 'logo and chart'],
  ['[text][ref] and [^1]\n\n[ref]: https://example.org\n[^1]: A note', 'text and \n A note'],
  ['<https://example.org> <a@example.org>', 'https://example.org a@example.org'],
  ['<b>bold</b> a < b and c > d <br/> x', ' bold  a < b and c > d   x'],
  ['one <!-- two\nthree --> four <!-- five', 'one  four <!-- five'],
  ['- one\n* two\n+ [x] three\n1. four', 'one\ntwo\nthree\n1. four'],
  ['> quoted\n> > deeper', 'quoted\ndeeper'],
  ['| a | b |\n|---|:-:|\n| c | d |', '  a   b  \n  c   d  '],
  ['use `npm run` or\n\n```sh\n# not a head\n*a*\n```\n*b*', 'use npm run or\n# not a head\n*a*\nb'],
  ['~~~\n```\n~~~\n*b*', '```\nb'],
  ['\\*not emphasised\\* \\# &amp; &lt;b&gt; &nbsp;x', '*not emphasised* # & <b>  x'],
  ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ['', ''],
])('%j is %j in plain text', (markdown, plain) => {
  expect(plainTextOf(markdown)).toBe(plain);
});

test('no word of a text without Markdown is lost', () => {
  const word = fc.stringMatching(/^[a-zé汉0-9]{1,12}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      expect(plainTextOf(words.join(' '))).toBe(words.join(' '));
    }),
  );
});

test.each([
  '[',
  '![',
  '[a](',
  '<a ',
  '*',
  '**a',
  '_',
  '`',
  '<!--',
  '\\',
  '&',
  '> ',
  '|',
  '[^',
  '~~a',
  '- ',
  '=',
  'a\n',
])('half a million characters of %j come to an end', (part) => {
  // A quadratic expression would take minutes here, and be noticed without a clock.
  expect(plainTextOf(part.repeat(500_000 / part.length)).length).toBeLessThanOrEqual(500_000);
});

test('a text that is indexed has no marks, control characters, lone surrogates or decomposed letters', () => {
  expect(indexable('a\u{e000}b\u{e001}c\0d\ud800e\tf e\u0301')).toBe('abc d\ufffde\tf é');
});

test('the beginning of a text ends with a whole word', () => {
  expect(beginningOf(' one two three ', 40)).toBe('one two three');
  expect(beginningOf('one two three', 9)).toBe('one two…');
  expect(beginningOf('汉字'.repeat(10), 5)).toBe('汉字汉字汉…');
});
