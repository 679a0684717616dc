import type { DemoDocument } from './types.ts';

/** Case studies of visitors, students and teaching abroad. Cases and partners are invented. */
export const caseStudiesPeople: readonly DemoDocument[] = [
  {
    key: 'robotics-visitor',
    institution: 'eskfirth',
    author: 'imran-qureshi',
    title: 'A visiting researcher in robotics: laboratory access in two stages',
    summary:
      'A visiting researcher from Yunjiang University of Technology (fictional) wanted to work on grasping, next door to a group on underwater vehicles. Two stages of laboratory access and a good host made it a success; a later request was noticed and answered.',
    body: `## The visit

The visitor, a lecturer at Yunjiang University of Technology (fictional), applied for twelve months
on soft grippers for fruit picking. Her published work was on exactly that. Her scholarship asked
for a report twice a year and a return for two years. Both are common, and she told us of both
before we asked.

## The difficulty

Not the visitor but the building. The gripper laboratory shares a corridor, a store and a network
drive with a group that works on underwater vehicles for a defence customer.

## The plan

**Stage one, eight weeks.** Desk, seminar, the open gripper bench, her own data. Meanwhile the
estates team put a lock on the store and information services split the drive. This should have been
done years earlier.

**Stage two, ten months.** The full gripper laboratory, including evenings, after a twenty-minute
review with the host.

## What went well

- She and the host wrote the visit plan together, and it hung above the bench.
- A deputy host stood in when the host was ill for five weeks.
- Three papers, an open data set of 40,000 grasps, and a doctoral student who went to her group.

## What was prevented

In month seven a man who introduced himself as the scholarship's regional officer rang and asked her
for "an overview of all projects on the floor". She told the host within the hour. The host answered
for her, in writing: the visit plan was attached, and there would be no overview. Nothing more came.

## What we learnt

Access by stages gave us time to repair our own building. And the call reached us only because
telling the host was easy.`,
    language: 'en',
    topics: ['visitors', 'laboratory access', 'monitoring', 'trust'],
    countries: ['CN', 'GB'],
    reviewBy: '2027-12-31',
    details: {
      caseStudy: {
        discipline: 'Engineering',
        technologyAreas: ['Advanced Robotics', 'Defence'],
        collaborationType: 'STUDENT_OR_VISITOR',
        riskAreas: ['NATIONAL_SECURITY', 'INTELLECTUAL_PROPERTY', 'STAFF_SAFETY'],
        decision: 'PROCEEDED_WITH_MITIGATIONS',
        mitigations: [
          'Visit plan written by host and visitor',
          'Laboratory access in two stages',
          'Store locked and network drive split',
          'Named host and deputy',
        ],
        outcome:
          'Three papers and an open data set; one improper request was reported within the hour and declined.',
        lessons:
          'Look at the building as well as at the visitor. A visitor who is well hosted is the best safeguard there is.',
        startedOn: '2023-09-04',
        endedOn: '2024-08-30',
      },
    },
    sharing: { level: 'PUBLIC' },
    stage: 'PUBLISHED',
    reviewer: 'hannah-bergstrom',
    publisher: 'hannah-bergstrom',
    publishedAt: '2025-01-15T11:00:00Z',
  },
  {
    key: 'screening-too-far',
    institution: 'calderwyck',
    author: 'amara-okonkwo',
    title: 'Student recruitment screening that went too far, and how it was put right',
    summary:
      'A school asked for additional checks on applicants from four countries, whatever the project. In one recruitment round 26 people were refused or gave up. An internal review found that two of those projects needed any screening at all.',
    body: `## What happened

After an alarming news story, a school of engineering added a step to its student recruitment:
applicants from four countries were sent a longer form, and their files waited for a "security read"
by one busy professor. Nobody had approved the step, and it was not written down.

## The harm

- 26 applicants were refused or withdrew while waiting. Most had scholarships with a deadline.
- 24 of the 26 had applied for projects without any sensitive technology.
- Three present students from the same countries heard of it and asked whether they were suspected.
- Meanwhile an applicant from a fifth country joined a project that *did* need a clearance, without
  one.

So the screening was unlawful, unkind and missed the one case it was for.

## What was done

1. The step was stopped on the day the research office learnt of it.
2. Each of the 26 received a letter with an apology and an offer to be considered again. Nine
   accepted; five are now here.
3. The missing clearance was obtained before the student touched the restricted equipment.
4. All 212 projects were classified, by project. Nineteen need screening, for every applicant alike.
5. The equality office joined the working group. It should have been there from the start.

## What we keep

Two readers, reasons in writing, an answer within ten working days, and a yearly count that goes to
the senate.

## To colleagues elsewhere

If you have no rule, somebody is making one. Ask your schools what they really do; ours was glad to
be asked.`,
    language: 'en',
    topics: ['student recruitment', 'screening', 'equality', 'governance'],
    countries: ['GB'],
    reviewBy: '2027-09-30',
    details: {
      caseStudy: {
        discipline: 'Engineering',
        technologyAreas: ['Advanced Materials', 'Computing Hardware'],
        collaborationType: 'STUDENT_OR_VISITOR',
        riskAreas: ['ETHICS_AND_HUMAN_RIGHTS', 'REPUTATION', 'EXPORT_CONTROL'],
        decision: 'ENDED',
        mitigations: [
          'Screening by project, for every applicant alike',
          'Two readers and reasons in writing',
          'Equality office in the working group',
          'Yearly count reported to the senate',
        ],
        outcome: 'Practice stopped, 26 letters of apology, five applicants admitted after all.',
        lessons:
          'Screening by nationality harms people and misses the risk. Where no rule exists, somebody will invent one under pressure.',
        startedOn: '2023-11-01',
        endedOn: '2024-04-19',
      },
    },
    sharing: { level: 'COMMUNITY', attribution: 'WITHHELD' },
    stage: 'PUBLISHED',
    reviewer: 'fiona-macaskill',
    publisher: 'fiona-macaskill',
    publishedAt: '2024-11-11T14:10:00Z',
  },
  {
    key: 'teaching-campus',
    institution: 'calderwyck',
    author: 'amara-okonkwo',
    coAuthors: ['tomasz-wierzbicki'],
    title: 'A teaching campus abroad and the module that disappeared',
    summary:
      'A third-year module on contemporary history was left out of the timetable of a joint campus two years running. Nobody had forbidden it. Draft for review: what we know, what we decided, what is still open.',
    body: `## The arrangement

Since 2016 we have taught a degree in business and modern languages with Falaj Coast University
(fictional) on its campus. Our senate owns the curriculum; the partner owns the timetable, the rooms
and the visas.

## What happened

The option "Labour and migration since 1950" was validated in 2019 and taught once. In 2021 no
suitable room was found. In 2022 the visa of the lecturer came three weeks after term began. In 2023
the local programme office suggested, kindly, a module on "heritage tourism" in its place.

No letter says no. Every single step has an explanation.

## What we asked

- Students: 31 of 38 had wanted the module; eleven had chosen the degree for it.
- Lecturers: two had stopped offering topics on labour in other modules too.
- The partner: surprised that we asked, and willing to talk.

## Decision so far

1. The degree goes on.
2. Modules in the validated list may be left out only by a decision of our senate, with a reason.
3. The module is taught online from the home campus this year, with full credit.
4. Both lecturers may teach at home without loss of pay or standing.
5. If it cannot be taught in person by 2027, no new intake.

## Still open

Whether students are safe when they write their assignments. We have moved the submission of essays
to the home system and allow a personal statement of topic to be withheld. We do not know whether
that is enough, and say so.`,
    language: 'en',
    topics: ['transnational education', 'academic freedom', 'curriculum', 'staff'],
    countries: ['AE', 'GB'],
    reviewBy: '2027-06-30',
    details: {
      caseStudy: {
        discipline: 'Social Science, General',
        technologyAreas: [],
        collaborationType: 'TRANSNATIONAL_EDUCATION',
        riskAreas: ['ACADEMIC_FREEDOM', 'STAFF_SAFETY', 'ETHICS_AND_HUMAN_RIGHTS'],
        decision: 'PROCEEDED_WITH_MITIGATIONS',
        mitigations: [
          'Validated modules may be left out only by the senate',
          'Module taught online from the home campus',
          'Essays submitted to the home system',
          'No new intake if the module cannot be taught by 2027',
        ],
        lessons: 'Narrowing seldom comes as a ban. Count what is no longer offered, and ask why.',
        startedOn: '2016-09-01',
      },
    },
    sharing: { level: 'INSTITUTION' },
    stage: 'IN_REVIEW',
  },
  {
    key: 'battery-exchange',
    institution: 'tarnholm',
    author: 'xu-jianing',
    title: 'Battery materials doctoral exchange: first-year notes',
    summary:
      'Working notes on a doctoral exchange with the Haneul Institute of Bioengineering and Energy (fictional): what the first four students did, two small problems, and what to settle before the second group arrives.',
    body: `## Status

Draft for the two directors. Please add, and do not forward yet: the students can be recognised.

## What the exchange is

Two doctoral students in each direction for six months a year, on solid electrolytes and on
recycling of cathode material. Each keeps the home supervisor and has a second one at the host.

## First year in short

| student | topic | result |
|---|---|---|
| A | sulphide electrolytes | one paper submitted |
| B | recycling by leaching | measurements complete |
| C | interface modelling | two conference talks |
| D | dry-room processing | stopped early, went home for family reasons |

## Two small problems

1. Student C's laptop carried a licence for simulation software that may not be used outside one
   country. The supplier sold us a second licence when asked. Nobody had thought of software as
   something that travels.
2. Student A was asked by a start-up next to the host institute to "have a quick look" at a
   separator. He said he would have to ask; the host supervisor was embarrassed and thanked him.

## To settle before the second group

- Affiliation on papers that are finished after the return.
- Who owns an improvement to the dry-room method.
- A visit plan in place of the present exchange of e-mails.
- Whether a student may decline a co-supervisor without giving a reason. I think yes.

## Provisional view

Worth continuing. The science is good, both sides gain equally, and the problems were of the kind
that a page of paper solves.`,
    language: 'en',
    topics: ['doctoral students', 'visitors', 'export control', 'intellectual property'],
    countries: ['KR', 'GB'],
    details: {
      caseStudy: {
        discipline: 'Material Science',
        technologyAreas: ['Energy', 'Advanced Materials'],
        collaborationType: 'STUDENT_OR_VISITOR',
        riskAreas: ['INTELLECTUAL_PROPERTY', 'EXPORT_CONTROL'],
        decision: 'PROCEEDED_WITH_MITIGATIONS',
        mitigations: ['Second supervisor at the host', 'Visit plan for each student from the second year'],
        startedOn: '2025-10-01',
      },
    },
    sharing: { level: 'NAMED', members: ['nikhil-deshmukh', 'eleanor-whitcombe'] },
    stage: 'DRAFT',
  },
];
