import { ReadDatabase } from '#database';
import { partnerNamesSql, PartnerNames, rorIdOf } from '#partners';
import fc from 'fast-check';
import { fold } from '../../libs/partners/names/fold.ts';
import { formsOf } from '../../libs/partners/names/name-keys.ts';
import { TestApp } from '../support/test-app.ts';

describe('folding', () => {
  test.each([
    ['Xi’an  Jiaotong-Liverpool University', 'xian jiaotong liverpool university'],
    ['Université d’Évry', 'universite d evry'],
    ['清華大學', '清华大学'],
    ['Łódź & Großstraße', 'lodz and grossstrasse'],
    ['ＡＢＣ', 'abc'],
    ['…', ''],
  ])('%s', (name, folded) => {
    expect(fold(name)).toBe(folded);
  });

  test('is done once and for all', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)));
  });

  test('takes no notice of case and of blanks around', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z ,.-]{0,40}$/), (text) => {
        expect(fold(` ${text.toUpperCase()} `)).toBe(fold(text));
      }),
    );
  });
});

describe('keys', () => {
  const sharesKey = (a: string, b: string): boolean => {
    const keys = new Set(formsOf(a).keys);
    return formsOf(b).keys.some((key) => keys.has(key));
  };

  test.each([
    ['University of Oxford', 'Oxford Univ.'],
    ['Shanghai Jiao Tong University', 'Shanghai Jiaotong Univ'],
    ['Beijing University of Aeronautics and Astronautics', 'Beijing Univ Aeronaut & Astronaut'],
    ['Universität Wien', 'Université de Wien'],
    ['中国科学技术大学', '中国科技大学'],
    ['清华大学', 'Qinghua Daxue'],
    ['中山大学', 'Zhongshan University'],
  ])('%s is %s', (a, b) => {
    expect(sharesKey(a, b)).toBe(true);
  });

  test.each([
    ['Wuhan University', 'Wuhan University of Technology'],
    ['中南大学', '南中大学'],
    ['University of York', 'University of New York'],
  ])('%s is not %s', (a, b) => {
    expect(sharesKey(a, b)).toBe(false);
  });
});

test.each([
  ['https://ror.org/052gg0110', 'https://ror.org/052gg0110'],
  [' ROR.ORG/052GG0110/ ', 'https://ror.org/052gg0110'],
  ['052gg0110', 'https://ror.org/052gg0110'],
  ['https://ror.org/152gg0110', null],
  ['University', null],
])('%j is the ROR id %j', (text, id) => {
  expect(rorIdOf(text)).toBe(id);
});

describe('what searching asks of the registry', () => {
  let app: TestApp;
  let names: PartnerNames;
  let ids: string[];
  beforeAll(async () => {
    app = await TestApp.start();
    names = app.app.get(PartnerNames);
    ids = await app.partners(
      {
        name: 'Beihang University',
        names: [
          { value: 'BUAA', types: ['acronym'] },
          { value: '北京航空航天大学', types: ['label'], lang: 'zh' },
        ],
      },
      { name: 'Harbin Institute of Technology', names: [{ value: 'HIT', types: ['acronym'] }] },
      { name: 'Reading', names: [{ value: 'Reading Centre for Cyclones', types: ['alias'] }] },
      { name: 'Tsinghua Shenzhen Graduate School', names: [{ value: 'Tsinghua SIGS', types: ['alias'] }] },
    );
  });
  afterAll(() => app?.stop());

  test.each([
    ['laser cooperation with beihang university', ['BUAA', '北京航空航天大学']],
    ['BUAA laser', ['Beihang University', '北京航空航天大学']],
    ['buaa laser', []],
    ['與北京航空航天大學的合作', ['Beihang University', 'BUAA']],
    ['what did we hit', []],
    ['Is HIT one?', ['Harbin Institute of Technology']],
    ['send it in', []],
    ['', []],
    ['"\ud800', []],
  ])('other names for %j', async (text, synonyms) => {
    expect((await names.synonymsIn(text)).sort()).toEqual(synonyms.toSorted());
  });

  test('all names of a partner, within SQL', async () => {
    const all = ['Beihang University', 'BUAA', '北京航空航天大学'];
    const [row] = await app.app
      .get(ReadDatabase)
      .rows<{ names: string[] }>(`SELECT ${partnerNamesSql('$1::uuid[]')} AS names`, [[ids[0]]]);
    expect(row!.names.toSorted()).toEqual(all.toSorted());
  });

  test.each([
    ['beih', ['Beihang University']],
    ['北京航', ['Beihang University']],
    ['techno', ['Harbin Institute of Technology']],
    ['tsinghua s', ['Tsinghua Shenzhen Graduate School']],
    ['cyc', ['Reading']],
    ['%', []],
    ['b', []],
  ])('begins with %j', async (prefix, found) => {
    expect((await names.suggest(prefix, 5)).map(({ name }) => name)).toEqual(found);
  });
});
