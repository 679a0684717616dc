import type { DemoDocument } from './types.ts';

/** Advisories on recruitment and data. What they warn of is invented, and typical. */
export const advisoriesSector: readonly DemoDocument[] = [
  {
    key: 'recruitment-round',
    institution: 'concord-forum',
    author: 'caoimhe-doherty',
    title: 'This year’s student recruitment round: screen projects, and meet the clearance deadline',
    summary:
      'Clearances for research students took up to eleven weeks last year. Some departments answered by screening applicants by country. This advisory gives dates and a lawful way to keep them.',
    body: `## The situation

Last year (fictional figures) about one research student in nine who needed an academic clearance
started late. Members
report two bad habits that grew from it: offers held back until it was too late to apply, and
student recruitment screening by country instead of by project.

## Dates for this round

| by | do |
|---|---|
| 15 January | classify projects that will be advertised |
| 28 February | tell shortlisted applicants whether a clearance is needed |
| 31 May | applications for clearance sent |
| 31 August | plan B agreed for those still waiting |

## What good practice looks like

1. The supervisor classifies the project, once, before it is advertised.
2. Everyone shortlisted for that project answers the same questions.
3. Two people read what comes in. Reasons are written down.
4. The research office answers within ten working days.
5. A student who waits gets a letter with the reason, the contact and the next date.

## What is not lawful

Refusing, ranking or delaying applicants because of nationality, outside the narrow cases in which
the law itself requires it. "The clearance might take long" is not one of them.

## Plan B

Start with theory or with open data; another laboratory in the same group; a deferred start with the
scholarship's agreement. Of last year's late students 80 per cent could have begun with one of
these.

## After the round

Send us the counts: projects classified, applicants screened, clearances late. We publish the totals
and no names of institutions.`,
    language: 'en',
    topics: ['student recruitment', 'screening', 'equality', 'sector alert'],
    countries: ['GB'],
    details: {
      advisory: {
        severity: 'CAUTION',
        actions: [
          'Classify advertised projects by 15 January',
          'Send clearance applications by 31 May',
          'Stop any screening by nationality',
          'Return the counts after the round',
        ],
        effectiveFrom: '2025-12-01T00:00:00Z',
        expiresAt: '2026-10-31T00:00:00Z',
        responseDue: '2026-02-27T17:00:00Z',
      },
    },
    sharing: { level: 'COMMUNITY', kinds: ['UNIVERSITY', 'RESEARCH_INSTITUTE'] },
    stage: 'PUBLISHED',
    reviewer: 'dev-malhotra',
    publisher: 'anneliese-fairbairn',
    publishedAt: '2025-12-01T09:30:00Z',
  },
  {
    key: 'data-export-interim',
    institution: 'overseas-affairs',
    author: 'nadia-haddad',
    title: 'New rules on the export of research data: interim note',
    summary:
      'First reading of draft rules under which partners in some countries need approval before research data leave. Withdrawn: the final rules differ on health records and on small data sets.',
    body: `## What this is

A first reading of *draft* rules (fictional), published for comment in the spring. It is meant for
offices that
have to answer questions now. It will be replaced when the rules are final.

## What the draft says

- Data are to be sorted into general, important and core data.
- Important data may leave only after a security assessment.
- Health records of more than 10,000 people would count as important.
- Small data sets for teaching would be exempt.

## What it would mean

1. Projects that wait for data from partners should expect delays of six to twelve months.
2. Data sharing that has already taken place would not be touched.
3. Partners will be careful, and may not answer. That is prudence and not bad faith.

## What to do meanwhile

Ask the partner which class it expects. Do not press for data to be sent before the rules come into
force: the person who sends them carries the risk. Make a plan for the case that they do not come.

## What we do not know

How the approval will work, which authority decides for universities, and whether joint papers with
tables in an appendix are concerned at all. Comments from practice are welcome, and will be passed
on without names.`,
    language: 'en',
    topics: ['data sharing', 'data protection', 'health data'],
    countries: ['CN'],
    details: {
      advisory: {
        severity: 'INFORMATION',
        actions: ['List projects that wait for data from partners', 'Plan for data that do not come'],
        effectiveFrom: '2024-04-08T00:00:00Z',
        expiresAt: '2025-04-08T00:00:00Z',
      },
    },
    sharing: { level: 'COMMUNITY' },
    stage: 'WITHDRAWN',
    reviewer: 'callum-drummond',
    publisher: 'rosalind-achebe',
    publishedAt: '2024-04-08T11:00:00Z',
    withdrawReason:
      'The final rules are out and differ from the draft on health records and small data sets; see the replacement.',
    replacement: 'data-export-rules',
  },
  {
    key: 'data-export-rules',
    institution: 'overseas-affairs',
    author: 'nadia-haddad',
    coAuthors: ['callum-drummond'],
    title: 'Data sharing under new export rules: what to settle before a project depends on it',
    summary:
      'Final rules (fictional) in several partner countries require approval before important data leave. Health records, genetic data and precise maps are nearly always covered. Do not let posts or degrees depend on data that have not been approved.',
    body: `## In one paragraph

Partners in several countries may now share certain research data abroad only after an approval,
which takes between four and fourteen months and is sometimes refused. Health records, genetic data,
precise maps and network data are nearly always covered. Tables of results usually are not.

## What goes wrong

Posts are filled and doctoral students enrolled for data that never arrive. Under pressure, somebody
on the other side sends the files anyway, and bears the consequences alone. Neither should happen.

## Before you sign

1. Ask who controls the data, and which class they fall into.
2. Ask to see the approval. A letter from a dean is not one.
3. Agree what is done without the data, and by when the parties decide.
4. Prefer an analysis that goes to the data.

## If a project is waiting already

- Tell the funder early.
- Look for an open or a synthetic data set for method work.
- Change the thesis plan of any student who depends on the data, within a term.
- Do not ask individuals to find a way round.

## Your own side

Data sharing has two directions. Transfers of personal data from the United Kingdom need a lawful
basis, a transfer tool and a risk assessment; health records need ethics approval as well. Some
technical data are subject to export control.

## Response

Please tell us how many running projects depend on data that have not been approved. Zero is a
useful answer.`,
    language: 'en',
    topics: ['data sharing', 'data protection', 'health data', 'contracts'],
    countries: ['CN', 'GB'],
    reviewBy: '2027-06-01',
    details: {
      advisory: {
        severity: 'WARNING',
        actions: [
          'List projects that depend on data without approval',
          'Change the plans of students who depend on such data',
          'Require sight of the approval before new agreements are signed',
        ],
        effectiveFrom: '2025-06-02T00:00:00Z',
        responseDue: '2025-09-30T17:00:00Z',
      },
    },
    sharing: { level: 'PUBLIC' },
    stage: 'PUBLISHED',
    reviewer: 'rosalind-achebe',
    publisher: 'rosalind-achebe',
    publishedAt: '2025-06-02T08:30:00Z',
  },
];
