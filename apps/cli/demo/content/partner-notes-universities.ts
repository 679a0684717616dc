import type { DemoDocument } from './types.ts';

/** Partner notes on universities. The partners, the sources and what they say are invented. */
export const partnerNotesUniversities: readonly DemoDocument[] = [
  {
    key: 'yunjiang-robotics',
    institution: 'eskfirth',
    author: 'siobhan-gallagher',
    title: 'Yunjiang University of Technology, School of Robotics: partner note',
    summary:
      'A large school with an open agricultural robotics group and a defence-funded group two floors above it. Work with the first has gone well; this note says how to keep the two apart.',
    body: `## In short

Yunjiang University of Technology (fictional) is a university of 38,000 students. Its School of
Robotics has nine groups. We know one well (soft and agricultural robotics), two by their papers,
and the rest by name.

## Agricultural robotics

Open in every sense: data sets with documentation, a shared code repository, answers on the same
day. A lecturer spent a year with us; the visit is written up as a case study.

## The other groups

- *Intelligent unmanned systems* acknowledges a defence programme in about a third of its papers
  since 2020.
- *Human–machine interfaces* works with a hospital and a maker of games.
- The remaining six publish in Chinese journals that we have not read in full.

## Points of contact between them

One dean, one doctoral school, one computing cluster. A shared laboratory for motion capture, booked
by the hour. No joint papers of the agricultural group with unmanned systems were found for
2019–2026.

## How to work with them

1. Name the group, not the school, in the agreement.
2. Keep code and data in a repository on our side; grant access to people.
3. Leave navigation in GPS-denied places and swarm behaviour out of scope, though both would be
   interesting for orchards.
4. Ask yearly whether the group has moved.

## Experience

Pleasant, punctual, generous with credit. One call from a scholarship office that went too far was
handled well by the visitor herself.`,
    language: 'en',
    topics: ['due diligence', 'robotics', 'visitors'],
    countries: ['CN'],
    reviewBy: '2027-11-30',
    details: {
      partnerNote: {
        assessedOn: '2026-10-05',
        riskAreas: ['NATIONAL_SECURITY', 'INTELLECTUAL_PROPERTY'],
        findings: [
          {
            statement:
              'About a third of the papers of the unmanned systems group since 2020 name a defence programme.',
            sourceName: 'Publication acknowledgements, 148 papers read',
            sourceDate: '2026-09-18',
            reliability: 'B',
            credibility: 1,
          },
          {
            statement: 'No joint papers of the agricultural and the unmanned systems group in 2019–2026.',
            sourceName: 'Bibliographic database',
            sourceDate: '2026-09-18',
            reliability: 'B',
            credibility: 2,
          },
          {
            statement: 'The motion-capture laboratory is shared by all groups of the school.',
            sourceName: 'Colleague’s experience during a visit',
            sourceDate: '2025-05-22',
            reliability: 'B',
            credibility: 2,
          },
        ],
      },
    },
    sharing: { level: 'COMMUNITY', kinds: ['UNIVERSITY', 'RESEARCH_INSTITUTE'] },
    stage: 'IN_REVIEW',
  },
  {
    key: 'luoping-agricultural',
    institution: 'eskfirth',
    author: 'siobhan-gallagher',
    coAuthors: ['imran-qureshi'],
    title: 'Luoping Agricultural University: partner note after fifteen years',
    summary:
      'A provincial university with strong plant breeding and soil science, known to us since 2010. No concerns for crop research; usual care for genetic resources, sponsored trials and wide-area imagery.',
    body: `## Who they are

Luoping Agricultural University (fictional) has 21,000 students, eleven colleges and three field
stations. It is run by its province. Our partners are the colleges of Agronomy and of Resources and
Environment.

## What they are good at

- Millet, buckwheat and other minor crops; a gene bank with 4,300 accessions.
- Soil carbon on steep land.
- Teaching: their doctoral students write well and measure carefully.

## How the university works

Decisions of some weight are taken by the college and confirmed by the university twice a year, in
May and in November. Ask before then. The international office is three people who do a great deal;
copy them in.

## Points of care

1. **Genetic resources.** Seed leaves only with a permit, and takes about ten weeks. So does ours.
   Plan one season ahead.
2. **Sponsors.** Local companies pay for field trials. Settle publication before sowing.
3. **Imagery.** Drone and satellite images of wide areas are sensitive near the border. Plot images
   are fine.
4. **Names.** A vocational college in the same town has almost the same English name.

## What we checked

Public trackers, acknowledgements of 61 joint and 200 other papers, leadership, company holdings.
Nothing points to work for defence or for the police.

## Recommendation

Light check for visits and joint papers, standard check for new projects. Happy to introduce
colleagues.`,
    language: 'en',
    topics: ['due diligence', 'long partnerships', 'materials transfer'],
    countries: ['CN'],
    reviewBy: '2026-10-15',
    details: {
      partnerNote: {
        assessedOn: '2025-01-20',
        riskAreas: ['INTELLECTUAL_PROPERTY'],
        findings: [
          {
            statement:
              'The university is not listed in the public trackers of defence-linked universities that we consulted.',
            sourceName: 'Public trackers, three consulted',
            sourceDate: '2025-01-13',
            reliability: 'B',
            credibility: 2,
          },
          {
            statement: 'Export of seed needs a permit, issued in about ten weeks.',
            sourceName: 'Colleagues’ experience, nine shipments',
            sourceDate: '2024-11-30',
            reliability: 'B',
            credibility: 1,
          },
          {
            statement: 'Funders named in joint papers are public research funds and one grain company.',
            sourceName: 'Publication acknowledgements, 61 papers',
            sourceDate: '2025-01-10',
            reliability: 'A',
            credibility: 1,
          },
        ],
      },
    },
    sharing: { level: 'PUBLIC' },
    stage: 'PUBLISHED',
    reviewer: 'hannah-bergstrom',
    publisher: 'hannah-bergstrom',
    publishedAt: '2025-02-03T10:30:00Z',
  },
];
