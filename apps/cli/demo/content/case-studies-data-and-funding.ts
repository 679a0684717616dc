import type { DemoDocument } from './types.ts';

/** Case studies of data that was shared, or was not, and of funding. Cases and partners are invented. */
export const caseStudiesDataAndFunding: readonly DemoDocument[] = [
  {
    key: 'health-records',
    institution: 'eskfirth',
    author: 'siobhan-gallagher',
    title: 'Promised health records that never left the hospital: a data-sharing project re-planned',
    summary:
      'A stroke study counted on 90,000 health records from Nanshuo Medical University (fictional). Approval for their export did not come. The study was saved by sending the analysis to the data.',
    body: `## The plan

A funded study of recovery after stroke was to compare 40,000 patients here with 90,000 at hospitals
of Nanshuo Medical University (fictional). The agreement on data sharing was signed by both
professors and both deans.

## What went wrong

Neither dean controlled the records. The hospitals did, and above them a provincial health
authority. Under the law on data export the partner needed a security assessment. The application
was made in month four, returned twice for small reasons, and was still open in month fourteen. By
then two postdocs here had nothing to analyse.

Nobody had deceived us. The professor had believed that his dean's signature was enough, and so had
we.

## What we did

1. Told the funder in month nine, with a proposal, before the yearly report was due.
2. Rewrote the protocol: the same code runs on both sides, only tables with cells of ten or more are
   exchanged.
3. Moved one postdoc to method work with synthetic health records.

## Result

The comparison was published two years late with 71,000 of the 90,000 patients.`,
    language: 'en',
    topics: ['data sharing', 'health data', 'data protection', 'funding'],
    countries: ['CN', 'GB'],
    reviewBy: '2027-10-31',
    details: {
      caseStudy: {
        discipline: 'Clinical Medicine',
        technologyAreas: ['Data Infrastructure'],
        collaborationType: 'DATA_SHARING',
        riskAreas: ['DATA_PROTECTION', 'RESEARCH_INTEGRITY', 'DEPENDENCY'],
        decision: 'PROCEEDED_WITH_MITIGATIONS',
        mitigations: [
          'Analysis sent to the data; only tables exchanged',
          'Small counts suppressed on both sides',
          'Synthetic records for method development',
          'Funder told early, with a new protocol',
        ],
        outcome: 'Published two years late with 71,000 of 90,000 patients; no record crossed a border.',
        lessons:
          'Ask who controls the records and who may let them leave, and see the decision in writing before posts are filled. Plan from the start for the data that does not come.',
        startedOn: '2020-09-01',
        endedOn: '2025-02-28',
      },
    },
    sharing: { level: 'GROUPS', groups: ['health-data'], institutions: ['brenkstadt'] },
    stage: 'PUBLISHED',
    reviewer: 'hannah-bergstrom',
    publisher: 'hannah-bergstrom',
    publishedAt: '2025-07-07T09:05:00Z',
    revision: {
      body: `## The plan

A funded study of recovery after stroke was to compare 40,000 patients here with 90,000 at hospitals
of Nanshuo Medical University (fictional). The agreement on data sharing was signed by both
professors and both deans.

## What went wrong

Neither dean controlled the records. The hospitals did, and above them a provincial health
authority. Under the law on data export the partner needed a security assessment. The application
was made in month four, returned twice for small reasons, and was still open in month fourteen. By
then two postdocs here had nothing to analyse.

Nobody had deceived us. The professor had believed that his dean's signature was enough, and so had
we.

## What we did

1. Told the funder in month nine, with a proposal, before the yearly report was due.
2. Rewrote the protocol: the same code runs on both sides, only tables with cells of ten or more are
   exchanged.
3. Moved one postdoc to method work with synthetic health records.

## Result

The comparison was published two years late with 71,000 of the 90,000 patients.

## Afterwards

In March 2026 the authority approved the export of the remaining records. We declined with thanks.
The federated method had become the better one: the partner's statisticians now understand the code,
an error in our own coding of side effects was found by them, and no transfer risk assessment has to
be kept up to date.

The method has been taken up by two further studies, in kidney disease and in asthma. Both were
planned without moving health records from the first day, and both started on time.`,
      changeNote: 'Adds what happened after approval came in 2026, and the two studies that followed.',
    },
  },
  {
    key: 'face-dataset',
    institution: 'brenkstadt',
    author: 'yasemin-koc',
    coAuthors: ['jens-aydin'],
    title: 'An open data set of faces and its second life',
    summary:
      'A data set recorded for driver-assistance research was downloaded 4,000 times, and turned up in a paper on identifying ethnic groups. Draft: what we changed in the licence, and why taking it offline was right and useless.',
    body: `## The data set

In 2018 a group recorded 1,100 volunteers at the wheel, to teach a car to notice that its driver is
tired. A joint project with the Yunjiang University of Technology (fictional) paid for part of it.
The faces were published for "research use", as the funder of the day expected.

## What we found in 2024

A colleague came across our pictures in a conference paper by an unrelated group. The method sorted
faces by ethnic group, and the acknowledgements named a public-security laboratory. Our data set was
one of six sources. The project partner was as surprised as we were.

## What we did

- Took the data set offline the same week, and wrote to the 1,100 volunteers. 38 answered; most were
  kind, four were angry, and they were right.
- Wrote to the authors and to the conference. The paper was withdrawn after five months.
- Asked the ethics board to look at seven other collections. Two were moved to access on
  application.

## What could not be undone

Copies. At least three mirrors still exist. Deletion was the right signal and had next to no effect.

## New practice *(to be discussed)*

1. Biometric data only on application, for a named purpose, to a named person.
2. A licence that forbids identification, and sorting by protected characteristics.
3. Consent forms that say what open means: *anyone, for ever*.
4. A canary: a few synthetic faces by which a copy can be recognised.

The funder's open-data officer has seen this draft and agrees with 1 to 3.`,
    language: 'en',
    topics: ['open science', 'data sharing', 'ethics', 'artificial intelligence'],
    countries: ['DE', 'CN'],
    details: {
      caseStudy: {
        discipline: 'Computer Science',
        technologyAreas: ['Artificial Intelligence'],
        collaborationType: 'DATA_SHARING',
        riskAreas: ['ETHICS_AND_HUMAN_RIGHTS', 'DATA_PROTECTION', 'REPUTATION'],
        decision: 'ENDED',
        mitigations: [
          'Biometric data on application only',
          'Licence forbids identification of people',
          'Ethics review of older collections',
        ],
        outcome: 'Data set taken offline; the paper was withdrawn by the conference; copies remain.',
        lessons: 'Openness is hard to take back. Decide about biometric data before the first download.',
        startedOn: '2018-03-01',
        endedOn: '2024-10-31',
      },
    },
    sharing: { level: 'COMMUNITY' },
    stage: 'DRAFT',
  },
  {
    key: 'sponsored-chair',
    institution: 'kestrelmoor',
    author: 'thandiwe-nkosi',
    title: 'A chair paid for by one partner: funding cap and staged exit',
    summary:
      'A university we co-fund had let one overseas battery company pay for a chair, two fellowships and the upkeep of a laboratory. How a pause, a cap and a three-year plan brought the dependence down from 71 to 28 per cent.',
    body: `## How it came about

Nobody decided it. A five-year chair was followed by fellowships, then by instruments, then by the
maintenance contract. When the agreement came up for renewal in 2023, 71 per cent of the group's
income came from Ruishan Energy Storage (fictional), which also sat on the appointing committee.

## Why we paused our own grant

Our conditions ask for notice when another funder passes 40 per cent. The notice had not come,
because nobody had added up the lines. We paused the second half of our grant for 90 days; no money
was taken back.

## What had already happened

- Two papers had been held back for the company's comments for eight and eleven months.
- A negative result on cycle life had not been written up at all.
- There was no sign of pressure in anybody's e-mail. None had been needed.

## The plan

1. The university took over maintenance at once.
2. The company's share was capped: 55 per cent in the first year, 40 in the second, 30 in the third.
3. The company left the appointing committee and received a seat on an advisory one.
4. A publication clause: comments within 30 days, then the paper goes out.
5. The negative result was published.

## Where it stands

The grant was resumed after 74 days. In the last year the share was 28 per cent. The company stayed,
and its new manager said that the earlier arrangement had worried him too.

## For other funders

Ask for the share of *each* external source in every annual report. It is one line, and it is the
line that would have shown this three years sooner.`,
    language: 'en',
    topics: ['funding', 'dependence', 'publication', 'monitoring'],
    countries: ['CN', 'GB'],
    reviewBy: '2028-06-30',
    details: {
      caseStudy: {
        discipline: 'Engineering',
        technologyAreas: ['Energy', 'Advanced Materials'],
        collaborationType: 'FUNDED_RESEARCH',
        riskAreas: ['DEPENDENCY', 'ACADEMIC_FREEDOM', 'RESEARCH_INTEGRITY'],
        decision: 'PAUSED',
        mitigations: [
          'Funding cap falling over three years',
          'Sponsor removed from the appointing committee',
          'Comments on papers limited to 30 days',
          'Share of each external source in annual reports',
        ],
        outcome: 'Resumed after 74 days; the sponsor’s share fell from 71 to 28 per cent in three years.',
        lessons:
          'Dependence grows one reasonable step at a time. Self-censorship needs no instruction, so look for what was not published.',
        startedOn: '2023-03-01',
        endedOn: '2026-03-31',
      },
    },
    sharing: {
      level: 'GROUPS',
      institutions: ['harrowmere', 'calderwyck', 'concord-forum'],
      visibleFrom: '2027-01-18T09:00:00Z',
    },
    stage: 'PUBLISHED',
    reviewer: 'henry-achterberg',
    publisher: 'beatriz-salgado',
    publishedAt: '2026-10-29T13:40:00Z',
  },
];
