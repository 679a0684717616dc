import type { Bench } from './bench.ts';

/** Which documents the text of a query finds. */
export function describeWords({ found, put, search }: Bench): void {
  describe('words', () => {
    test('any of the words finds a document; more of them rank it higher', async () => {
      await put(
        { id: 'both', body: 'An export licence was needed for the sensor.' },
        { id: 'first', body: 'An export was planned for the spring.' },
        { id: 'second', body: 'The sensor came from another laboratory.' },
        { id: 'none', body: 'A visit of two students to the campus.' },
      );
      const ids = await found('export sensor');
      expect(ids[0]).toBe('both');
      expect(ids.sort()).toEqual(['both', 'first', 'second']);
      expect((await found('zzyzx sensor')).sort()).toEqual(['both', 'second']);
    });

    test('a word in the title ranks higher than in the body', async () => {
      await put(
        { id: 'body', title: 'Field report', body: 'Some notes about graphene and a visit.' },
        { id: 'title', title: 'Graphene', body: 'Some notes about other things and a visit.' },
      );
      expect(await found('graphene')).toEqual(['title', 'body']);
    });

    test.each([
      ['collaborations', 'A collaboration agreement'],
      ['control', 'Export controls'],
      ['naive', 'A naïve reading'],
      ['Zürich', 'Visitors from Zurich'],
      ['ZURICH', 'Visitors from Zürich'],
      ['cafe\u0301', 'Café culture'],
      ['dual-use', 'Dual use goods'],
      ['dual use', 'Dual-use goods'],
      ['university’s', 'The university decided'],
    ])('%j finds %j', async (text, title) => {
      await put({ id: 'a', title }, { id: 'other', title: 'Something else altogether' });
      expect(await found(text)).toEqual(['a']);
    });

    test('a hyphenated word ranks its parts in a row above its parts apart', async () => {
      await put(
        { id: 'apart', body: 'The dual appointment came into use later than other appointments.' },
        { id: 'row', body: 'The dual use equipment came into service later than appointments.' },
      );
      expect(await found('dual-use')).toEqual(['row', 'apart']);
    });

    test('a phrase in quotation marks must occur as it is; other words only rank', async () => {
      await put(
        { id: 'phrase', body: 'The joint research centre was opened.' },
        { id: 'ranked', body: 'A joint research project was ended in Shanghai.' },
        { id: 'parts', body: 'Research was joint; the centre is in Shanghai.' },
      );
      expect(await found('"joint research centre"')).toEqual(['phrase']);
      expect((await found('"joint research"')).sort()).toEqual(['phrase', 'ranked']);
      expect(await found('"joint research" Shanghai')).toEqual(['ranked', 'phrase']);
      expect(await found('“joint research” "was opened"')).toEqual(['phrase']);
      expect(await found('"research joint centre"')).toEqual([]);
    });

    test('a minus leaves out what has the word or phrase; alone, it leaves it out of everything', async () => {
      await put(
        { id: 'sea', body: 'Lasers at sea.' },
        { id: 'land', body: 'Lasers on dry land.' },
        { id: 'rain', body: 'Rain at sea.' },
      );
      expect(await found('lasers -sea')).toEqual(['land']);
      expect(await found('lasers -"dry land"')).toEqual(['sea']);
      expect((await found('-lasers')).sort()).toEqual(['rain']);
      expect((await found('land-sea')).sort()).toEqual(['land', 'rain', 'sea']);
    });

    test('function words do not find when other words are there, and find when they are alone', async () => {
      await put({ id: 'a', body: 'What is the case?' }, { id: 'b', body: 'Graphene' });
      expect(await found('what is the graphene')).toEqual(['b']);
      expect(await found('what is the')).toEqual(['a']);
    });

    test('a long question finds, and a text of 5,000 characters of it too', async () => {
      const question =
        'A professor of materials science wants to work with an institute in Harbin on heat-resistant ' +
        'alloys for turbines. Who has done this before, what did they decide, and with which mitigations?';
      await put(
        {
          id: 'case',
          title: 'Alloys for turbines',
          body: 'Work with an institute in Harbin, with mitigations.',
        },
        { id: 'other', title: 'Student visits', body: 'An exchange of students of literature.' },
      );
      expect((await found(question))[0]).toBe('case');
      expect((await found(`${question} `.repeat(50).slice(0, 5_000)))[0]).toBe('case');
    });

    test.each([
      '"',
      '""',
      '-',
      '-""',
      '*',
      'a*',
      'AND',
      'OR NOT',
      'NEAR(a b)',
      '(',
      ')',
      '{a} : b',
      'a:b',
      '^a',
      '\0',
      '😀',
      "';--",
      '\\',
      '\ud800',
    ])('the query %j is answered', async (text) => {
      await put({ id: 'a', title: 'Lasers' });
      const result = await search(text);
      expect(result.hits.length).toBe(result.total);
    });
  });
}
