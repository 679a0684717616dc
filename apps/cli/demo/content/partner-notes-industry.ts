import type { DemoDocument } from './types.ts';

/** Partner notes on companies and their institutes. The partners, the sources and what they say are invented. */
export const partnerNotesIndustry: readonly DemoDocument[] = [
  {
    key: 'zhenbei-aerospace',
    institution: 'harrowmere',
    author: 'mei-ling-zhou',
    title: 'Zhenbei Aerospace Materials Institute: what a paper trail shows, and what it does not',
    summary:
      'A closed note for the people it names as readers. The institute recruits foreign advisers through titles that sound honorary and contracts that are not. Contains details from which a colleague could be recognised.',
    body: `## Handling

For the people listed, and nobody else. Two of the statements below could only have come from one
person.

## The institute

The Zhenbei Aerospace Materials Institute (fictional) makes and tests high-temperature alloys and
coatings. It belongs to an industrial group; its customers are engine makers, civil and military.
That is stated openly on its own pages and is no secret.

## The pattern

1. An invitation to lecture, well organised and well paid.
2. A certificate with a title: guest scientist, chief adviser, honorary professor.
3. A second document "for the finance office", in Chinese, with duties and an assignment of
   inventions.
4. A patent application, a year or two later.

We have seen steps 1 to 4 once and steps 1 to 3 twice, in different faculties. The people concerned
acted in good faith.

## What is not known

Whether the pattern is the institute's policy or the habit of one enterprising department. A former
visitor believes the second. We could not confirm it, and the note must not be used as if we had.

## Advice

- Lectures: no objection, after a travel declaration.
- Titles: not without a translation of every document.
- Joint research: decline for coatings and single-crystal alloys. For corrosion of civil pipework
  ask the export control officer.

If you talk to someone who holds such a title, begin by assuming that they do not know what they
have signed.`,
    language: 'en',
    topics: ['due diligence', 'affiliations', 'consultancy', 'intellectual property'],
    countries: ['CN'],
    reviewBy: '2027-01-31',
    details: {
      partnerNote: {
        assessedOn: '2025-12-01',
        riskAreas: ['INTELLECTUAL_PROPERTY', 'EXPORT_CONTROL', 'STAFF_SAFETY'],
        findings: [
          {
            statement: 'The institute supplies makers of civil and military engines.',
            sourceUrl: 'https://zhenbei-materials.example/about',
            sourceName: 'Institute’s website',
            sourceDate: '2025-11-12',
            reliability: 'A',
            credibility: 1,
          },
          {
            statement:
              'An adviser’s contract contained an assignment of inventions that the adviser had not understood.',
            sourceName: 'Sworn translation of the contract',
            sourceDate: '2022-10-21',
            reliability: 'A',
            credibility: 1,
          },
          {
            statement: 'The practice is that of one department and not of the whole institute.',
            sourceName: 'Former visitor, in confidence',
            sourceDate: '2025-10-30',
            reliability: 'C',
            credibility: 6,
          },
        ],
      },
    },
    sharing: {
      level: 'NAMED',
      tlp: 'RED',
      members: ['priya-raghunathan', 'gareth-llewellyn', 'marcus-ellery', 'fiona-macaskill'],
    },
    stage: 'PUBLISHED',
    reviewer: 'gareth-llewellyn',
    publisher: 'priya-raghunathan',
    publishedAt: '2025-12-15T17:00:00Z',
  },
  {
    key: 'baixiang-genomics',
    institution: 'calderwyck',
    author: 'amara-okonkwo',
    title: 'Baixiang Genomics: ownership, requests seen, and how to answer them',
    summary:
      'A contract research company that asks for more than its stated purpose needs. Ownership leads to a fund with interests in protective medicine for the armed forces. For those who decide; please do not pass on to laboratories.',
    body: `## Why this note is narrow

Three institutions have told us of similar requests. Two asked not to be recognisable. The note is
for people who decide about publication and contracts; a researcher who asks can be told the advice
without the details.

## The company

Baixiang Genomics (fictional) was founded in 2018, has about 120 staff, and offers sequencing,
strain construction and analysis. Prices are normal and the work that we have seen is sound.

## Ownership

- 62 per cent: a regional investment fund.
- 25 per cent: founders.
- 13 per cent: staff.

The fund holds a second company whose contracts, by its own yearly report, include protective
medicine for the armed forces. No flow of materials between the two is known.

## Requests seen

| year | asked for | stated purpose | outcome |
|---|---|---|---|
| 2023 | human cell lines with consent forms | toxicology | declined by the ethics board |
| 2024 | design software for strains | quality assurance | narrowed, then dropped |
| 2025 | strains, design files, training | flavour compounds | declined |

## Advice

1. Buying sequencing of plants and microbes from them: no objection; never human samples.
2. Supplying strains: published ones only, under a material transfer agreement without onward
   transfer.
3. Design files, software, training: decline.
4. Say no kindly. The people who write the requests are former visitors and students, and value the
   contact.`,
    language: 'en',
    topics: ['due diligence', 'company ownership', 'materials transfer', 'health data'],
    countries: ['CN'],
    reviewBy: '2027-05-31',
    details: {
      partnerNote: {
        assessedOn: '2025-11-03',
        riskAreas: ['NATIONAL_SECURITY', 'INTELLECTUAL_PROPERTY', 'ETHICS_AND_HUMAN_RIGHTS'],
        findings: [
          {
            statement: 'A regional investment fund holds 62 per cent of the company.',
            sourceUrl: 'https://company-register.example/baixiang-genomics',
            sourceName: 'Company register',
            sourceDate: '2025-10-08',
            reliability: 'A',
            credibility: 1,
          },
          {
            statement: 'The fund’s second company supplies protective medicine to the armed forces.',
            sourceName: 'Yearly report of the second company',
            sourceDate: '2025-04-30',
            reliability: 'A',
            credibility: 2,
          },
          {
            statement: 'Materials flow from the company to its sister company.',
            sourceName: 'Unsigned blog post',
            sourceDate: '2024-12-12',
            reliability: 'E',
            credibility: 5,
          },
        ],
      },
    },
    sharing: { level: 'COMMUNITY', attribution: 'WITHHELD', minimumRole: 'PUBLISHER' },
    stage: 'PUBLISHED',
    reviewer: 'fiona-macaskill',
    publisher: 'fiona-macaskill',
    publishedAt: '2025-11-17T12:20:00Z',
  },
];
