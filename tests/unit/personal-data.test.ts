import fc from 'fast-check';
import type { ContentWarningKind } from '../../libs/documents/warnings/found.ts';
import { fieldTexts, personalDataIn } from '../../libs/documents/warnings/personal-data.ts';

const COUNTRIES = ['GB', 'CN', 'DE', 'FR', 'US', 'SG', 'NO'];

/** What was found, as it is written, by kind. */
function found(text: string, countries = COUNTRIES): [ContentWarningKind, string][] {
  return personalDataIn(text, countries).map(({ kind, start, end }) => [kind, text.slice(start, end)]);
}

/** Addresses and numbers as people write them; what is found must hold the second. */
const PLANTED: readonly (readonly [written: string, kind: ContentWarningKind, core: string])[] = [
  ['jane.doe@physics.example.ac.uk', 'EMAIL_ADDRESS', 'jane.doe@physics.example.ac.uk'],
  ['j.w.o’neill+lab@uni.example', 'EMAIL_ADDRESS', 'neill+lab@uni.example'],
  ['JANE_DOE@UNI.EXAMPLE', 'EMAIL_ADDRESS', 'JANE_DOE@UNI.EXAMPLE'],
  ['[Jane](mailto:jane@uni.example)', 'EMAIL_ADDRESS', 'jane@uni.example'],
  ['[Jane](mailto:jane%40uni.example)', 'EMAIL_ADDRESS', 'jane%40uni.example'],
  ['<jane@uni.example>', 'EMAIL_ADDRESS', 'jane@uni.example'],
  ['`jane@uni.example`', 'EMAIL_ADDRESS', 'jane@uni.example'],
  ['**jane@uni.example**', 'EMAIL_ADDRESS', 'jane@uni.example'],
  ['jane\\_doe@uni.example', 'EMAIL_ADDRESS', 'jane\\_doe@uni.example'],
  ['jane&#64;uni.example', 'EMAIL_ADDRESS', 'jane&#64;uni.example'],
  ['jane\u200b@uni.example', 'EMAIL_ADDRESS', '@uni.example'],
  ['jane＠uni.example', 'EMAIL_ADDRESS', 'jane＠uni.example'],
  ['jane (at) uni [dot] example', 'EMAIL_ADDRESS', 'jane (at) uni [dot] example'],
  ['zhang.wei@mail.tsinghua.example.cn', 'EMAIL_ADDRESS', 'zhang.wei@mail.tsinghua.example.cn'],
  ['research-security@uni.example', 'CONTACT_ADDRESS', 'research-security@uni.example'],
  ['export.control@uni.example', 'CONTACT_ADDRESS', 'export.control@uni.example'],
  ['+44 20 7946 0958', 'PHONE_NUMBER', '+44 20 7946 0958'],
  ['+44 (0)20 7946 0958', 'PHONE_NUMBER', '+44 (0)20 7946 0958'],
  ['+442079460958', 'PHONE_NUMBER', '+442079460958'],
  ['0044 20 7946 0958', 'PHONE_NUMBER', '0044 20 7946 0958'],
  ['[call](tel:+442079460958)', 'PHONE_NUMBER', '+442079460958'],
  ['`+86 10 6275 1234`', 'PHONE_NUMBER', '+86 10 6275 1234'],
  ['＋86 138 1234 5678', 'PHONE_NUMBER', '＋86 138 1234 5678'],
  ['+86\u00a0138\u00a01234\u00a05678', 'PHONE_NUMBER', '+86\u00a0138\u00a01234\u00a05678'],
  ['020 7946 0958', 'PHONE_NUMBER', '020 7946 0958'],
  ['(020) 7946 0958', 'PHONE_NUMBER', '(020) 7946 0958'],
  ['07911 123456', 'PHONE_NUMBER', '07911 123456'],
  ['13812345678', 'PHONE_NUMBER', '13812345678'],
  ['138 1234 5678', 'PHONE_NUMBER', '138 1234 5678'],
  ['01 42 34 56 78', 'PHONE_NUMBER', '01 42 34 56 78'],
  ['01.42.34.56.78', 'PHONE_NUMBER', '01.42.34.56.78'],
  ['(202) 555-0143', 'PHONE_NUMBER', '(202) 555-0143'],
  ['202-555-0143', 'PHONE_NUMBER', '202-555-0143'],
  ['Tel.: 62751234', 'PHONE_NUMBER', '62751234'],
  ['电话：010-62751234', 'PHONE_NUMBER', '010-62751234'],
  ['Passport No. 123456789', 'PASSPORT_NUMBER', '123456789'],
  ['passport number: E12345678', 'PASSPORT_NUMBER', 'E12345678'],
  ['护照号码：EA1234567', 'PASSPORT_NUMBER', 'EA1234567'],
  ['Reisepass C01X00T47', 'PASSPORT_NUMBER', 'C01X00T47'],
  ['12AB34567 (passeport)', 'PASSPORT_NUMBER', '12AB34567'],
  [`P<GBRDOE<<JANE${'<'.repeat(30)}`, 'PASSPORT_NUMBER', 'P<GBRDOE<<JANE'],
];

/** What is full of digits and signs and tells of nobody. */
const ORDINARY: readonly string[] = [
  ...['doi:10.1038/s41586-020-2649-2', 'https://doi.org/10.1016/j.respol.2020.104123', '10.1000/182'],
  ...['ISBN 978-3-16-148410-0', 'ISBN 0-306-40615-2', 'ISBN-13: 9783161484100', 'ISSN 0378-5955'],
  ...['https://ror.org/052gg0110', 'ORCID 0000-0002-1825-0097', 'https://orcid.org/0000-0002-1825-0097'],
  ...[
    'EP/T012345/1',
    'NSFC 61872345',
    '2019YFA0308700',
    'Horizon 101070000',
    'ES/W010194/1',
    'grant 11874312',
  ],
  ...['2026-11-21', '21/11/2026', '21.11.2026', '01-02-2026', '2026-11-21T09:00:00Z'],
  ...[
    '2013–2022',
    '2013-2022',
    '2019/20',
    '1999',
    'in 2019, 2020 and 2021',
    '2020 2021 2022',
    '1998-2003-2008',
  ],
  ...['v1.22.333', '12.5.1', '24.10.0-rc.1', '192.168.10.20', 'PostgreSQL 18.0', 'CVE-2021-44228'],
  ...['£1,250,000', '1 250 000 EUR', '€2.345.678,90', 'USD 10,000,000', '¥1000000', '1 000 000 000', '0.05'],
  ...[
    '48.8566, 2.3522',
    'pp. 1234-1240',
    '10:30-12:45',
    '0800 hours',
    'Article 5(3)',
    'Category 5A002',
    '3E001',
  ],
  ...['logo@2x.png', '@angular/core', '@precedent', 'a@b', 'x @ y', 'HS 8542.31', 'ECCN 5D002', 'SW1A 2AA'],
  ...['arXiv:2004.12345', 'PMID 32015507', 'CN202010123456.7', 'UK-CIAPIN/1234/567', 'GB 123 4567 89'],
  ...[
    'passport controls were eased in 2022',
    'a digital product passport, EN 45554',
    'passports of 1250000 people',
  ],
  ...['Phone calls rose from 2013 to 2022', 'mobile robots 2019-2021', 'SHA-256', '350 mm × 210 mm', '20%'],
  ...['https://example.org/report-2020-1234567.pdf?v=02079460958', 'ISO 27001:2022', 'SIC2007 72.19'],
];

/** The same, but that it can be read as part of a number that stands right beside it. */
const ORDINARY_ALONE: readonly string[] = ['01 02 2026', 'on 01 02 2026', 'case number 020 1234'];

const places = fc.nat({ max: ORDINARY.length - 1 }).map((place) => ORDINARY[place]!);
const glue = fc.constantFrom(' ', '\n', '\n\n- ', ', ', '; ', '. ', ' (', ') ', ' | ', '\n> ');

describe('what is found', () => {
  test.each(PLANTED)('%s', (written, kind, core) => {
    const all = found(written);
    expect(all.map(([one]) => one)).toContain(kind);
    expect(all.some(([one, text]) => one === kind && text.includes(core))).toBe(true);
  });

  test('every planted one, wherever it stands in ordinary text', () => {
    const planted = fc.nat({ max: PLANTED.length - 1 }).map((place) => PLANTED[place]!);
    fc.assert(
      fc.property(
        planted,
        places,
        places,
        fc.constantFrom(' ', '\n', '\n\n- ', ' | '),
        ([written, kind, core], before, behind, between) => {
          const text = `${before}${between}${written}${between}${behind}`;
          const at = text.indexOf(core, before.length);
          const hits = personalDataIn(text, COUNTRIES).filter((one) => one.kind === kind);
          expect(hits.some(({ start, end }) => start <= at && end >= at + core.length)).toBe(true);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test('in every field that people write', () => {
    const finding = { statement: '', sourceName: '', reliability: 'B', credibility: 2, sourceUrl: null };
    const empty = {
      ...{ title: '', summary: '', body: '', topics: [''] },
      details: { outcome: '', lessons: '', mitigations: ['', ''], actions: [''], findings: [finding] },
    };
    const fields = fieldTexts(empty).map(({ field }) => field);
    expect(fields).toEqual([
      ...['title', 'summary', 'body', 'topics.0', 'details.outcome', 'details.lessons'],
      ...['details.mitigations.0', 'details.mitigations.1', 'details.actions.0'],
      ...['statement', 'sourceName', 'reliability'].map((name) => `details.findings.0.${name}`),
    ]);
  });

  test('behind any text at all, and where it is said to be', () => {
    const planted = fc.nat({ max: PLANTED.length - 1 }).map((place) => PLANTED[place]!);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        planted,
        (before, [written, kind, core]) => {
          const text = `${before}\n\n${written}`;
          const at = text.indexOf(core, before.length);
          const hits = personalDataIn(text, COUNTRIES).filter((one) => one.kind === kind);
          expect(hits.some(({ start, end }) => start <= at && end >= at + core.length)).toBe(true);
          for (const { start, end } of hits) expect(start < end && end <= text.length).toBe(true);
        },
      ),
    );
  });
});

describe('what is not', () => {
  test.each([...ORDINARY, ...ORDINARY_ALONE])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('ordinary text of many parts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(places, glue), { minLength: 2, maxLength: 8 }), (parts) => {
        const text = parts.map(([part, between]) => part + between).join('');
        expect(found(text)).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  test('years and amounts, whatever they are', () => {
    const year = fc.integer({ min: 1500, max: 2099 });
    const amount = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(
      fc.property(
        year,
        year,
        amount,
        fc.constantFrom('–', '-', '/', ' – ', ' to '),
        (from, to, sum, between) => {
          const grouped = sum.toLocaleString('en');
          expect(found(`From ${from}${between}${to} it cost £${grouped}, or ${grouped} pounds.`)).toEqual([]);
        },
      ),
    );
  });

  test('numbers as they are written elsewhere, without the country', () => {
    expect(found('020 7946 0958', ['FR'])).toEqual([]);
    expect(found('020 7946 0958', [])).toEqual([]);
    expect(found('020 7946 0958', ['XX', '', 'gb'])).toEqual([]);
  });
});

test('any text at all is looked through without failing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      personalDataIn(text, COUNTRIES);
    }),
  );
});
