import type { DemoDocument } from './types.ts';

/** Guidance on things that move: goods, visitors, data. */
export const guidancePractice: readonly DemoDocument[] = [
  {
    key: 'export-licence',
    institution: 'calderwyck',
    author: 'amara-okonkwo',
    title: 'When research needs a licence to export dual-use goods, software or technology',
    summary:
      'A route through export control for researchers: what counts as an export, how to classify an item, which exemptions are narrower than people think, and how long a licence takes in practice.',
    body: `## An export is more than a crate

All of these may need a licence to export dual-use goods, software or technology:

- a detector sent for calibration and expected back;
- a laptop with controlled source code carried to a conference;
- a file shared with a partner through a cloud folder;
- teaching or technical help given abroad, where there is concern about the end use.

## Four steps

1. **Classify.** Compare the item with the control lists, parameter by parameter. The supplier often
   knows the rating; ask for it in writing.
2. **End use and end user.** An item that is on no list may still be controlled if you know or
   suspect a military or weapons-related use. A vague answer from the recipient is itself a finding.
3. **Exemption.** Basic scientific research and information already in the public domain are exempt
   in many cases. The exemptions are narrow: applied work with an industrial aim is seldom basic,
   and "we intend to publish" is not "published".
4. **Apply, wait, keep records.** Allow eight weeks for an individual licence and more where the
   partner is new. Keep the records for as long as the licence says.

## Who does what

| person | task |
|---|---|
| principal investigator | technical description, intended use |
| export control officer | classification, application, record |
| head of department | does not let the parcel leave before the licence is there |

## Common mistakes

- Shipping the repaired part back without asking again.
- Relying on a colleague's licence for another recipient.
- Forgetting controlled technology in a doctoral student's notes.

If something has already left without a licence, stop, tell the export control officer the same day,
and do not try to tidy up. An early voluntary disclosure is treated very differently from a
discovered one.`,
    language: 'en',
    topics: ['export control', 'dual-use', 'equipment', 'licensing'],
    countries: ['GB'],
    reviewBy: '2027-03-31',
    details: {
      guidance: {
        appliesTo: ['EQUIPMENT_OR_MATERIALS', 'JOINT_PROJECT', 'STUDENT_OR_VISITOR', 'DATA_SHARING'],
        riskAreas: ['EXPORT_CONTROL', 'NATIONAL_SECURITY'],
      },
    },
    sharing: { level: 'COMMUNITY' },
    stage: 'PUBLISHED',
    reviewer: 'tomasz-wierzbicki',
    publisher: 'fiona-macaskill',
    publishedAt: '2024-10-02T13:00:00Z',
  },
  {
    key: 'visitor-laboratory-access',
    institution: 'tarnholm',
    author: 'xu-jianing',
    coAuthors: ['eleanor-whitcombe'],
    title: 'Visiting researcher laboratory access: planning, hosting and closing a visit',
    summary:
      'A visitor plan on one page: what the visitor will do, which rooms, instruments and folders they need, who hosts them, and what happens on the last day. Written by hosts, for hosts.',
    body: `## The visit plan

Write it with the visitor, in the month before arrival. It fits on one page:

- **Aim**: the paper, method or measurement the visit is for.
- **Access**: rooms, instruments, software, shared folders. Everything not listed is closed, without
  blame.
- **Host and deputy**: two named people who are in the building.
- **Obligations**: scholarship conditions, reports owed at home, other affiliations.
- **Outputs**: who may publish what, and when.

## Stages instead of a yes or no

Laboratory access for a visiting researcher works best in stages. Weeks 1–4: shared offices, open
instruments, induction. After a short review: the instruments of the plan. Restricted laboratories
need a second signature and, where an item is controlled, advice from the export control officer
*before* a demonstration, because watching can be a transfer of technology.

## Hospitality is a control

Visitors who have lunch with the group, present in the seminar and are asked how they are tell you
early when something has changed: a new instruction from home, a request to copy a folder, pressure.
Visitors left alone do not.

## Things that have helped

1. A guest account that expires on the last day by itself.
2. Bench notebooks that stay, with a copy of the visitor's own data to take.
3. A rule that applies to every visitor from every country.

## The last day

Return badge and keys, agree the list of data taken, confirm the affiliation to be used on papers,
close the account. The host writes five lines: what was planned, what happened, would we do it
again?

## If the plan changes

Stop at the edge of the plan, not beyond it. Rewrite it, get the same signatures, go on.`,
    language: 'en',
    topics: ['visitors', 'laboratory access', 'monitoring', 'export control'],
    countries: [],
    reviewBy: '2027-02-28',
    details: {
      guidance: {
        appliesTo: ['STUDENT_OR_VISITOR'],
        riskAreas: ['EXPORT_CONTROL', 'INTELLECTUAL_PROPERTY', 'STAFF_SAFETY'],
      },
    },
    sharing: { level: 'COMMUNITY', kinds: ['UNIVERSITY', 'RESEARCH_INSTITUTE'] },
    stage: 'PUBLISHED',
    reviewer: 'nikhil-deshmukh',
    publisher: 'nikhil-deshmukh',
    publishedAt: '2025-01-27T11:45:00Z',
  },
  {
    key: 'health-data-path',
    institution: 'eskfirth',
    author: 'siobhan-gallagher',
    title: 'Data sharing and health records: a decision path for partners abroad',
    summary:
      'When a study with a partner abroad touches health records, decide in this order: can the question be answered without moving them, who controls them, which law holds them back on each side, and what is left to do if they never arrive.',
    body: `## First: do the records need to move?

Most questions can be answered by sending the analysis to the data. In our last twelve studies, nine
were redesigned so that only tables of results crossed a border.

## The path

1. **Question.** Write the one table you need at the end. List the variables behind it. Strike out
   the rest.
2. **Federated analysis.** Can each side run the same code and exchange results with small counts
   suppressed? If so, stop here.
3. **Controllers.** Who decides about the records: hospital, university, ministry? A professor's
   promise is not a controller's permission.
4. **Law on our side.** Lawful basis, transfer tool and transfer risk assessment under UK
   data-protection law; the terms on which patients gave their records; ethics approval.
5. **Law on the other side.** Several countries now treat health and genetic data as important or
   human-genetic-resource data, whose export needs approval that may take a year or be refused. Ask
   the partner for the written decision, not for reassurance.
6. **Plan B.** Agree before the start which part of the study goes on if the records are held back.

## Never

- Pseudonymised records in e-mail or private cloud storage.
- Genomic data as "an attachment to the paper".
- Access for a whole institution where one named person is enough.

## Safeguards that reviewers of this circle accepted

| safeguard | used in |
|---|---|
| analysis in our trusted research environment, outputs checked | 7 studies |
| synthetic data for method development | 4 studies |
| separate keys held by the hospital | 3 studies |

Tell patients' representatives early. Their questions were better than ours.`,
    language: 'en',
    topics: ['data sharing', 'health data', 'data protection', 'ethics'],
    countries: ['GB', 'CN'],
    reviewBy: '2026-06-30',
    details: {
      guidance: {
        appliesTo: ['DATA_SHARING', 'JOINT_PROJECT'],
        riskAreas: ['DATA_PROTECTION', 'ETHICS_AND_HUMAN_RIGHTS', 'RESEARCH_INTEGRITY'],
      },
    },
    sharing: { level: 'GROUPS', tlp: 'AMBER', groups: ['health-data'] },
    stage: 'PUBLISHED',
    reviewer: 'imran-qureshi',
    publisher: 'hannah-bergstrom',
    publishedAt: '2024-02-12T15:20:00Z',
  },
];
