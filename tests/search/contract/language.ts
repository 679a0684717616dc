import { isIn } from '#access';
import type { Bench } from './bench.ts';

/** How a text finds what is written otherwise. */
export function describeLanguage({ found, put, search }: Bench): void {
  describe('spelling', () => {
    test.each([
      ['licence', 'License to export'],
      ['license', 'Licences'],
      ['organization', 'Organisations'],
      ['modeling', 'Modelling of turbines'],
      ['programmes', 'A program'],
      ['defense', 'Defence research'],
      ['authorisation', 'Authorizations'],
      ['Universite', 'Université de Montréal'],
      ['Oresund', 'Øresund'],
      ['Xian', "Xi'an Jiaotong"],
      ['xi’an', 'Xian Jiaotong'],
      ['U.K. rules', 'U.K. rules'],
    ])('%j finds %j', async (text, title) => {
      await put({ id: 'a', title }, { id: 'other', title: 'Something else altogether' });
      const result = await search(text);
      expect(result.hits.map(({ id }) => id)).toEqual(['a']);
      expect(result.hits[0]!.titleHighlighted).toContain('<mark>');
      expect(result.correctedQuery).toBeNull();
    });
  });

  describe('typing errors', () => {
    test.each([
      ['licnce', 'licence', 'Export licences and a licence'],
      ['Tsingua', 'Tsinghua', 'Tsinghua University'],
      ['reserach', 'research', 'Research centres'],
      ['colaboratoin', 'collaboration', 'A collaboration'],
      ['epxort', 'export', 'Export control'],
      ['HARBN', 'HARBIN', 'An institute in Harbin'],
    ])('%j is taken for %j', async (text, meant, title) => {
      await put({ id: 'a', title }, { id: 'other', title: 'Something else altogether' });
      const result = await search(text);
      expect(result.hits.map(({ id }) => id)).toEqual(['a']);
      expect(result.correctedQuery).toBe(meant);
      expect(result.hits[0]!.titleHighlighted).toContain('<mark>');
    });

    test('the rest of the query stays as it was typed', async () => {
      await put({ id: 'a', title: 'Export licence for lasers' });
      expect((await search('an  Exprot licence -optics, please')).correctedQuery).toBe(
        'an  Export licence -optics, please',
      );
    });

    test('a word that a readable document has is not corrected, nor a short one, nor a number', async () => {
      await put(
        { id: 'a', title: 'Grapheme' },
        { id: 'b', title: 'Graphene' },
        { id: 'c', title: 'Cat 1234567' },
      );
      expect(await found('grapheme')).toEqual(['a']);
      expect((await search('graphane')).total).toBe(1);
      expect((await search('cqt')).total).toBe(0);
      expect((await search('1234568')).total).toBe(0);
    });

    test('corrections come from readable words only', async () => {
      await put(
        { id: 'mine', title: 'Something else', level: 'PUBLIC' },
        { id: 'theirs', title: 'Zanzibar', level: 'INSTITUTION' },
      );
      const filter = isIn('level', ['PUBLIC']);
      const asked = await search('zanzibra', { filter });
      expect({ ...asked, text: '' }).toEqual({ ...(await search('qqxqqxqq', { filter })), text: '' });
      expect((await search('zanzibra')).correctedQuery).toBe('zanzibar');
    });

    test('a narrow filter does not make a typing error of a word', async () => {
      await put({ id: 'a', title: 'Grapheme', kind: 'ADVISORY' }, { id: 'b', title: 'Graphene' });
      const result = await search('graphene', {
        filter: isIn('kind', ['ADVISORY']),
        readable: { op: 'always' },
      });
      expect([result.total, result.correctedQuery]).toEqual([0, null]);
    });
  });

  describe('the last word, while it is being typed', () => {
    test('is the beginning of words, when nobody has it as it is', async () => {
      await put({ id: 'a', title: 'Licensing of graphene' }, { id: 'b', title: 'Export control' });
      expect(await found('lic')).toEqual(['a']);
      expect(await found('something graph')).toEqual(['a']);
      expect((await search('lic')).correctedQuery).toBeNull();
      expect((await search('lic')).hits[0]!.titleHighlighted).toBe('<mark>Licensing</mark> of graphene');
      expect(await found('lic ')).toEqual([]);
      expect(await found('expo con')).toEqual(['b']);
    });

    test('is nothing else, when some document has it', async () => {
      await put({ id: 'a', title: 'Con' }, { id: 'b', title: 'Control' });
      expect(await found('con')).toEqual(['a']);
    });
  });

  describe('Chinese', () => {
    test.each([
      ['清华', '清华大学'],
      ['清华大学', '与清华大学合作的案例'],
      ['清華大學', '清华大学'],
      ['清华大学', '國立清華大學'],
      ['出口管制', '关于出口管制的指南'],
      ['qinghua', '清华大学'],
      ['Qinghua daxue', '清华大学'],
      ['beijing', '北京理工大学'],
      ['qingh', '清华大学'],
      ['清华大学合作', '与清华大学的合作'],
    ])('%j finds %j', async (text, title) => {
      await put({ id: 'a', title }, { id: 'other', title: '上海的天气 Lasers' });
      expect(await found(text)).toEqual(['a']);
    });

    test('a short name does not find what has its characters apart', async () => {
      await put({ id: 'a', title: '清华' }, { id: 'b', title: '华清池' }, { id: 'c', title: '清风与中华' });
      expect(await found('清华')).toEqual(['a']);
      expect((await search('清华')).hits[0]!.titleHighlighted).toBe('<mark>清华</mark>');
    });
  });

  describe('partners', () => {
    const names = ['Tsinghua University', '清华大学', 'THU'];

    test('a document is found by every name of its partners, which rank near the title', async () => {
      await put(
        { id: 'body', body: 'We met people of Tsinghua University and of others, and talked.' },
        { id: 'partner', title: 'A joint centre', partnerNames: names },
        { id: 'none', title: 'A joint project' },
      );
      for (const name of ['清华', '清華大學', 'qinghua', 'THU'])
        expect(await found(name)).toEqual(['partner']);
      expect((await found('"Tsinghua University"'))[0]).toBe('partner');
      expect(await found('"University 清华大学"')).toEqual([]);
    });

    test('a synonym finds like a word of the query, its own words in a row', async () => {
      await put(
        { id: 'chinese', body: '我们与清华大学合作。' },
        { id: 'english', body: 'Work with Tsinghua University.' },
        { id: 'apart', body: 'A university near Tsinghua.' },
      );
      expect(await found('清华大学')).toEqual(['chinese']);
      const both = await found('清华大学', { synonyms: ['Tsinghua University'] });
      expect(both.sort()).toEqual(['chinese', 'english']);
    });
  });

  describe('signals', () => {
    test('what is new ranks a little higher, what is overdue a little lower, and neither beats a better fit', async () => {
      const same = { title: 'Graphene', body: 'A text about graphene.' };
      await put(
        { ...same, id: 'old', publishedAt: new Date('2015-01-01T00:00:00Z') },
        { ...same, id: 'new', publishedAt: new Date('2024-12-01T00:00:00Z') },
        {
          ...same,
          id: 'overdue',
          publishedAt: new Date('2024-12-01T00:00:00Z'),
          reviewBy: new Date('2024-12-31T00:00:00Z'),
        },
        {
          id: 'weak',
          title: 'Other',
          body: 'A text about graphene.',
          publishedAt: new Date('2024-12-31T00:00:00Z'),
        },
      );
      expect(await found('graphene')).toEqual(['new', 'old', 'overdue', 'weak']);
    });
  });
}
