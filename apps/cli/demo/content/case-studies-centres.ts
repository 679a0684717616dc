import type { DemoDocument } from './types.ts';

/** Case studies of joint centres and long partnerships. Cases and partners are invented. */
export const caseStudiesCentres: readonly DemoDocument[] = [
  {
    key: 'quantum-centre-narrowed',
    institution: 'tarnholm',
    author: 'eleanor-whitcombe',
    coAuthors: ['xu-jianing'],
    title: 'A joint centre in quantum sensing, narrowed before it opened',
    summary:
      'The Linhai Institute of Advanced Optics (fictional) proposed a joint centre for quantum sensing with a building, twelve posts and a shared clean room. It opened as a theory and calibration programme with four posts, and ran for three years without incident.',
    body: `## The request

In 2021 the Linhai Institute of Advanced Optics (fictional) offered to pay half of a joint centre in
quantum sensing: cold-atom gravimetry, magnetometry and the optics for both, with a clean room at
their site and secondments in both directions.

## What we found

- The civilian institute shared its campus with a laboratory funded under a navigation programme.
  Two of the eleven proposed investigators had published from it.
- The agreement spoke of "the centre and its affiliates" without a list.
- Everything in the published record of the other nine investigators was open and good.

## The decision

A refusal would have ended a ten-year relationship with colleagues who had done nothing wrong. We
offered a narrower centre instead:

1. Calibration standards and theory, all of it published; no field-deployable instruments.
2. A list of named investigators, changed only by both directors.
3. No access to our inertial laboratory; a separate network for the centre.
4. A right to pause on any change in the institute's supervision.
5. A review every six months, with a date fixed in advance.

The partner needed four months to accept the list of names. They accepted the rest in a week.

## How it ended

Twenty-three papers, two doctorates, one shared reference method. At the fifth review the partner
told us, as the contract required, that a neighbouring laboratory would be merged into the
institute. We let the centre run out at its planned end and did not renew.

## Prevented

One request for drawings of a vacuum assembly was declined by a postdoc who had the list on the
wall.`,
    language: 'en',
    topics: ['joint centres', 'quantum', 'due diligence', 'monitoring', 'contracts'],
    countries: ['CN', 'GB'],
    reviewBy: '2027-04-30',
    details: {
      caseStudy: {
        discipline: 'Material Science',
        technologyAreas: ['Quantum Technologies', 'Military and Dual-Use'],
        collaborationType: 'JOINT_CENTRE',
        riskAreas: ['NATIONAL_SECURITY', 'EXPORT_CONTROL', 'DEPENDENCY'],
        decision: 'PROCEEDED_WITH_MITIGATIONS',
        mitigations: [
          'Scope narrowed to theory and calibration standards',
          'Open publication only',
          'List of named investigators',
          'No access to the inertial laboratory; separate network',
          'Right to pause when the partner is reorganised',
          'Review every six months',
        ],
        outcome:
          'Ran three years as planned, with 23 open papers. Not renewed after the partner announced a merger with a neighbouring laboratory.',
        lessons:
          'A list of names is worth more than a list of topics. Offer the narrower centre early: it keeps the people and drops the risk. A duty to give notice works if giving notice is not punished.',
        startedOn: '2021-10-01',
        endedOn: '2024-09-30',
      },
    },
    sharing: { level: 'GROUPS', tlp: 'AMBER', groups: ['quantum-assurance'] },
    stage: 'PUBLISHED',
    reviewer: 'nikhil-deshmukh',
    publisher: 'nikhil-deshmukh',
    publishedAt: '2024-12-05T14:30:00Z',
  },
  {
    key: 'quantum-centre-closed',
    institution: 'harrowmere',
    author: 'gareth-llewellyn',
    title: 'Closing a joint centre for quantum communications after the partner was reorganised',
    summary:
      'A joint centre at a university was wound up within nine months when its partner department came under a defence programme. What the exit clause covered, what it had forgotten, and how eleven doctoral students finished.',
    body: `## Background

The centre had worked on quantum key distribution over fibre for six years. The partner, a
department of Donglin University of Science (fictional), was civilian when the agreement was signed.
In the sixth year a notice on the university's own website said that the department would be
"jointly built" with a defence-industry administration.

## How we learnt of it

Not from the partner. A doctoral student mentioned a new gate pass. The research office read the
website in the original that afternoon; the English pages never changed.

## Decision

The first reflex was to stop everything by Friday. We took two weeks instead, with outside advice,
and ended the centre in steps:

- **Week 2**: no new projects, no new visitors, shared repository read-only.
- **Month 2**: experimental work on hardware ended; theory papers finished.
- **Month 9**: last student submitted, accounts closed, agreement ended.

## What the exit clause covered

Notice, return of equipment, publication rights.

## What it had forgotten

1. Students with two supervisors, one on each side. We found a second supervisor for all eleven;
   four had to change their last chapter.
2. Three posts paid by the partner. The faculty carried them for a year.
3. A jointly owned domain name and mailing list.

## Costs and feelings

About £410,000, mostly salaries. Colleagues on both sides were hurt; two former partners, who had
not been asked either, wrote to thank us for letting their students finish.

## Would we do it again?

The centre, yes, with fewer shared posts. The monitoring, no: nobody had been responsible for
reading the partner's pages.`,
    language: 'en',
    topics: ['joint centres', 'quantum', 'exit planning', 'monitoring', 'doctoral students'],
    countries: ['CN'],
    reviewBy: '2027-07-31',
    details: {
      caseStudy: {
        discipline: 'Computer Science',
        technologyAreas: ['Quantum Technologies', 'Cryptographic Authentication', 'Communications'],
        collaborationType: 'JOINT_CENTRE',
        riskAreas: ['NATIONAL_SECURITY', 'DEPENDENCY', 'REPUTATION'],
        decision: 'ENDED',
        mitigations: [
          'Stepwise closure over nine months',
          'Second supervisors found for all students',
          'Shared repository made read-only',
          'Named person to monitor partners’ pages in the original language',
        ],
        outcome:
          'Closed in nine months; all eleven doctoral students submitted. The institution carried three posts for a year at a cost of about £410,000.',
        lessons:
          'Plan the exit for people first, then for equipment. Somebody by name must read the partner’s own pages, in its own language, on fixed dates.',
        startedOn: '2017-02-01',
        endedOn: '2023-11-30',
      },
    },
    sharing: { level: 'COMMUNITY', attribution: 'WITHHELD', kinds: ['UNIVERSITY', 'RESEARCH_INSTITUTE'] },
    stage: 'PUBLISHED',
    reviewer: 'priya-raghunathan',
    publisher: 'priya-raghunathan',
    publishedAt: '2024-07-18T16:05:00Z',
  },
  {
    key: 'crop-research',
    institution: 'eskfirth',
    author: 'siobhan-gallagher',
    title: 'Fifteen years of crop research with one partner: what kept it healthy',
    summary:
      'A partnership with Luoping Agricultural University (fictional) on drought-tolerant millet has run since 2010 with two agreements, one disagreement and no regret. The habits behind it are ordinary and can be copied.',
    body: `## The partnership

Breeding and soil scientists on both sides work on drought-tolerant millet. Field stations are in
Luoping's province and at our farm. About forty people have taken part; six of our partner's present
professors were visiting students here.

## What we checked, and when

A standard check in 2010, again in 2016 and 2022, and an hour each January: funders in the
acknowledgements, changes of leadership, new laboratories. Nothing was ever found that mattered, and
each note says so. That record let us answer a newspaper's question in one morning.

## What kept it healthy

- **A mutual agenda.** Each side proposes half of the topics. Neither pays for more than it uses.
- **Meeting in person** twice a year, with time for a meal. Difficult things were always said there
  first.
- **Seeds under a material transfer agreement**, renewed for every shipment, with the country of
  origin's rules on genetic resources observed.
- **Language.** Three of our staff learnt Mandarin to a working level. It was noticed.
- **Publication within twelve months**, data in an open repository.

## The disagreement

In 2018 a company that had sponsored a field trial asked for a year's exclusivity on one line. Our
partner would have agreed. We would not, because farmers' groups had contributed seed. The two
project leaders found a way: the company paid for the trial and received the data at the same time
as everyone else.

## What nearly went wrong

A new collaborator proposed adding drone imagery over a wide area near a border. It was useful
agronomy and a poor idea. The partner's own ethics office said so before we did.`,
    language: 'en',
    topics: ['long partnerships', 'open science', 'materials transfer', 'trust'],
    countries: ['CN', 'GB'],
    reviewBy: '2028-01-31',
    details: {
      caseStudy: {
        discipline: 'Agricultural Sciences',
        technologyAreas: [],
        collaborationType: 'JOINT_PROJECT',
        riskAreas: ['INTELLECTUAL_PROPERTY', 'REPUTATION'],
        decision: 'PROCEEDED',
        mitigations: [
          'Material transfer agreement for every shipment of seed',
          'Data published within twelve months',
          'One hour of checking every January',
        ],
        outcome: 'Running since 2010; two released varieties, 61 joint papers, no incident.',
        lessons:
          'Low risk still deserves a short yearly note: it costs an hour and answers the question that comes years later. Trust built in person carried the one hard negotiation.',
        startedOn: '2010-04-01',
      },
    },
    sharing: { level: 'PUBLIC' },
    stage: 'PUBLISHED',
    reviewer: 'imran-qureshi',
    publisher: 'hannah-bergstrom',
    publishedAt: '2025-02-24T12:00:00Z',
  },
];
