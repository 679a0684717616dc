import type { DemoDocument } from './types.ts';

/** Guidance on how an institution organises its assessments. */
export const guidanceFoundations: readonly DemoDocument[] = [
  {
    key: 'front-door',
    institution: 'harrowmere',
    author: 'gareth-llewellyn',
    title: 'One front door: a single intake for every international collaboration',
    summary:
      'How a university can bring visits, contracts, gifts, joint centres and student exchanges through one short form and one team, whatever the country, and still answer most requests within a week.',
    body: `## Why one door

Before we had a single intake, a visit went to human resources, a contract to the legal team and a
gift to development. Three teams had seen parts of the same partner, and nobody had seen the whole.
One form and one queue cured most of that.

## The form

Ask ten questions and no more. The ones that earned their place:

1. Who is the partner, down to the department or laboratory, in its own script?
2. What will be done, and what could it be used for besides?
3. Who pays, how much, and what do they expect in return?
4. What moves: people, equipment, materials, data, know-how?
5. Who at our side is responsible by name?

The form is the same for every country. It does not ask for anyone's nationality.

## Three lanes

| lane | typical request | answer within |
|---|---|---|
| light | conference visit, co-authored paper on open data | 2 working days |
| standard | project agreement, visitor over one month | 7 working days |
| enhanced | joint centre, sensitive technology, large gift | 20 working days |

About four requests in five stay in the light lane. An officer may move a request up at any time,
and down only with a note of the reason.

## What made it work

- The head of each school agreed that no contract is signed without an intake number.
- Researchers can see where their request is and who holds it.
- A refusal is always accompanied by a conversation, and usually by a narrower proposal.
- Every decision is written up in half a page, so that the next officer can find it.

## What did not

Our first form had 34 questions. People answered them with the word "standard". Shorten the form
before you enforce it.`,
    language: 'en',
    topics: ['governance', 'due diligence', 'intake'],
    countries: [],
    reviewBy: '2026-09-30',
    details: {
      guidance: {
        appliesTo: ['JOINT_CENTRE', 'JOINT_PROJECT', 'FUNDED_RESEARCH', 'STUDENT_OR_VISITOR', 'CONSULTANCY'],
        riskAreas: ['NATIONAL_SECURITY', 'REPUTATION', 'DEPENDENCY'],
      },
    },
    sharing: { level: 'PUBLIC' },
    stage: 'PUBLISHED',
    reviewer: 'priya-raghunathan',
    publisher: 'priya-raghunathan',
    publishedAt: '2023-03-14T09:30:00Z',
  },
  {
    key: 'proportionate-due-diligence',
    institution: 'concord-forum',
    author: 'caoimhe-doherty',
    title: 'Proportionate due diligence: matching scrutiny to risk',
    summary:
      'A shared method for deciding how much to check, where to look, how to grade what you find and when to stop. Written for research offices that handle several hundred requests a year with two or three people.',
    body: `## Start from the activity

Risk sits in the combination of partner, activity and people, not in a country or a field alone. The
same partner may be unremarkable for crop modelling and need weeks of work for inertial navigation.

## Three questions that set the depth

1. **Reach**: could the results, data or equipment serve a military, surveillance or coercive use?
2. **Reliance**: would we lose a post, a building or a degree programme if the partner left?
3. **Reversal**: how hard is it to stop in a year's time?

No "yes" means a light check. One means a standard check. Two or more mean an enhanced one, with a
second reader.

## Where to look

Official registers, the partner's own pages in its own language, public trackers of defence-linked
universities, company records, publication acknowledgements, patents, press, and colleagues who have
worked there.

## When to stop

Stop when a further hour would not change the decision or the mitigations. Write down what you did
not find as well as what you did.`,
    language: 'en',
    topics: ['due diligence', 'source grading', 'governance'],
    countries: ['GB'],
    reviewBy: '2027-09-30',
    details: {
      guidance: {
        appliesTo: ['JOINT_CENTRE', 'JOINT_PROJECT', 'FUNDED_RESEARCH', 'CONSULTANCY', 'DATA_SHARING'],
        riskAreas: ['NATIONAL_SECURITY', 'EXPORT_CONTROL', 'REPUTATION', 'DEPENDENCY'],
      },
    },
    sharing: { level: 'PUBLIC' },
    stage: 'PUBLISHED',
    reviewer: 'dev-malhotra',
    publisher: 'anneliese-fairbairn',
    publishedAt: '2024-05-20T10:00:00Z',
    revision: {
      summary:
        'A shared method for deciding how much to check, where to look, how to grade what you find and when to stop. The second edition adds the grading of sources and worked examples, among them a joint centre in quantum sensing.',
      body: `## Start from the activity

Risk sits in the combination of partner, activity and people, not in a country or a field alone. The
same partner may be unremarkable for crop modelling and need weeks of work for inertial navigation.

## Three questions that set the depth

1. **Reach**: could the results, data or equipment serve a military, surveillance or coercive use?
2. **Reliance**: would we lose a post, a building or a degree programme if the partner left?
3. **Reversal**: how hard is it to stop in a year's time?

No "yes" means a light check. One means a standard check. Two or more mean an enhanced one, with a
second reader.

| example | answers | depth |
|---|---|---|
| shared seminar on medieval trade | none | light |
| visiting researcher with laboratory access for six months | reach | standard |
| joint centre in quantum sensing, half paid by the partner | all three | enhanced |

## Where to look, and how to grade it

Official registers, the partner's own pages in its own language, public trackers of defence-linked
universities, company records, publication acknowledgements, patents, press, and colleagues who have
worked there.

Grade each finding twice: the source from A (reliable) to F (cannot be judged), and the statement
from 1 (confirmed elsewhere) to 6 (cannot be judged). An acknowledgement in a published paper is
often B2; an unsourced blog post E5. A finding without a date is worth little in two years.

## When to stop

Stop when a further hour would not change the decision or the mitigations. Write down what you did
not find as well as what you did.`,
      changeNote:
        'Adds the grading of sources and three worked examples, after comments from nine member offices.',
    },
  },
  {
    key: 'fair-student-screening',
    institution: 'harrowmere',
    author: 'mei-ling-zhou',
    coAuthors: ['gareth-llewellyn'],
    title: 'Fair student recruitment screening: assess the project, not the passport',
    summary:
      'What a department may and may not ask when it screens applicants for research degrees. Keeps to clearance duties and export control without treating nationality as a risk.',
    body: `## The rule in one sentence

Screening in student recruitment looks at the research the applicant will do, the equipment and data
they will touch and the obligations they bring, and it looks at these for every applicant to that
project.

## Before the advertisement

- Let the supervisor classify the project once: no sensitive technology, some, or core.
- For "some" and "core", name the facilities and data concerned, and whether a licence or an
  academic clearance is needed.
- Say so in the advertisement. Surprises in March cost more than candour in October.

## During selection

Ask all shortlisted applicants the same questions:

1. Does a scholarship or employer place conditions on your work, publications or return?
2. Do you hold another affiliation that will continue?
3. Have you worked under restrictions on publication?

Do not rank, filter or defer by nationality, place of birth or name. In the United Kingdom
nationality falls under race in the Equality Act 2010; a legal duty to obtain clearance is a narrow
exception and covers only what it covers.

## When something comes up

A previous degree from a university with defence laboratories is a reason to read, not to refuse.
Look at the group, the thesis and the funder. Ask the applicant. Two people decide, and write down
why.

## Mitigations to try before a refusal

Another topic in the same group, a different second supervisor, no access to a named laboratory, a
later start while clearance is pending.

## Keep count

Report each year how many applicants were screened, by project class, and how many were declined for
this reason. If the number surprises you, review the practice.`,
    language: 'en',
    topics: ['student recruitment', 'screening', 'equality', 'export control'],
    countries: ['GB'],
    reviewBy: '2027-06-30',
    details: {
      guidance: {
        appliesTo: ['STUDENT_OR_VISITOR', 'TRANSNATIONAL_EDUCATION'],
        riskAreas: ['ETHICS_AND_HUMAN_RIGHTS', 'EXPORT_CONTROL', 'NATIONAL_SECURITY'],
      },
    },
    sharing: { level: 'PUBLIC' },
    stage: 'PUBLISHED',
    reviewer: 'priya-raghunathan',
    publisher: 'priya-raghunathan',
    publishedAt: '2025-09-08T08:15:00Z',
  },
  {
    key: 'contract-clauses',
    institution: 'kestrelmoor',
    author: 'thandiwe-nkosi',
    title: 'Contract clauses that survive a change at the partner: use, onward transfer, exit',
    summary:
      'Model wording and negotiating notes for agreements on internationally funded research, drawn from grant conditions that held when a partner was merged, renamed or placed under another ministry.',
    body: `## What usually changes

Partners are merged, renamed, sold or moved under another programme while a project runs. An
agreement that names only the signatory does not notice. These clauses do.

## Purpose

> The results and materials shall be used for the purposes in Annex 1. Any other use requires the
> written agreement of both parties before it begins.

Describe the purpose in two plain sentences. A purpose that fills a page permits everything.

## Onward transfer

> Neither party shall pass materials, software or unpublished data to a third person, including a
> parent, subsidiary or co-located laboratory, without written agreement.

The words "co-located laboratory" settle the commonest dispute in our files.

## Notice of change

> Each party shall tell the other within 30 days of a change in its ownership, governing authority,
> funder of the work, or defence-related status.

## Pause and exit

- A right to pause for 90 days on a reasonable concern, without proof of breach.
- Return or destruction of samples and data, with a certificate.
- Doctoral students may finish; the agreement says who supervises and who pays.
- Publication rights survive the end.

## Money

Cap what the partner pays at a share your institution can replace within a year. Where we fund, the
cap is 40 per cent of the project's cost.

## What partners accept

Notice of change and pause were accepted in 21 of 23 recent agreements. Onward transfer needed a
definition of "laboratory" in most of them. Offer every clause as mutual; those that bind one side
only were the ones refused.`,
    language: 'en',
    topics: ['contracts', 'intellectual property', 'exit planning', 'funding'],
    countries: [],
    reviewBy: '2027-11-30',
    details: {
      guidance: {
        appliesTo: ['JOINT_CENTRE', 'JOINT_PROJECT', 'FUNDED_RESEARCH', 'CONSULTANCY'],
        riskAreas: ['INTELLECTUAL_PROPERTY', 'DEPENDENCY', 'NATIONAL_SECURITY'],
      },
    },
    sharing: { level: 'COMMUNITY' },
    stage: 'APPROVED',
    reviewer: 'henry-achterberg',
  },
];
