import type { DemoDocument } from './types.ts';

/** Case studies of equipment, materials and expertise. Cases and partners are invented. */
export const caseStudiesGoods: readonly DemoDocument[] = [
  {
    key: 'infrared-detector',
    institution: 'brenkstadt',
    author: 'yasemin-koc',
    title: 'An infrared camera shipped as teaching equipment, and the export licence we nearly missed',
    summary:
      'A cooled infrared camera was to be lent to a partner’s teaching laboratory. It was packed before anyone compared its frame rate with the control list. It went seven months later, with a licence, as a different model.',
    body: `## What was planned

A summer school on building physics at the Beiling Institute of Microelectronics (fictional) needed
a thermal camera. A group here had one on the shelf, bought in 2014 for combustion research. The
form said "teaching equipment, loan, six weeks".

## What the officer noticed

The courier asked for a customs tariff number. The export control officer looked at the data sheet
for the first time: cooled detector array, 180 frames a second. It was on the dual-use list by two
parameters. The crate was on the loading bay.

## What we did

1. Stopped the shipment and told the group the same day. Nobody was blamed: the form had never asked
   for a technical description.
2. Applied for an individual licence to export dual-use goods under the EU regulation. The national
   authority asked twice about the end user and once about other tenants of the building.
3. Offered an uncooled camera at 30 frames a second meanwhile.

## What came out

The application for the cooled camera was withdrawn after five months, since the partner could not
name the people with access to the room. A licence for the smaller camera arrived in seven weeks.
The summer school measured heat loss from a dormitory, for which it was more than good enough.

## Changes since

- The loan form asks for maker, model and three parameters, and lists the twenty instruments in the
  house that need a second look.
- Old equipment is classified when it moves from one group to another.
- The courier's desk has the officer's number.

## A remark on proportion

The partner's teachers were patient and open throughout. The measure was about the detector and the
building, and the letter we sent said so.`,
    language: 'en',
    topics: ['export control', 'dual-use', 'equipment', 'licensing', 'teaching'],
    countries: ['DE', 'CN'],
    reviewBy: '2027-10-31',
    details: {
      caseStudy: {
        discipline: 'Engineering',
        technologyAreas: ['Military and Dual-Use', 'Advanced Materials'],
        collaborationType: 'EQUIPMENT_OR_MATERIALS',
        riskAreas: ['EXPORT_CONTROL', 'NATIONAL_SECURITY'],
        decision: 'PROCEEDED_WITH_MITIGATIONS',
        mitigations: [
          'Export licence obtained before shipment',
          'Less capable instrument substituted',
          'Loan form asks for technical parameters',
          'Classification when equipment changes hands inside the university',
        ],
        outcome: 'Shipment stopped on the loading bay; an uncooled camera followed under licence.',
        lessons:
          'Ask for parameters, not for labels such as "teaching". The courier and the store keeper are part of export control. Often a simpler instrument does the job.',
        startedOn: '2022-11-14',
        endedOn: '2023-08-31',
      },
    },
    sharing: { level: 'COMMUNITY', excludedInstitutions: ['kestrelmoor'] },
    stage: 'PUBLISHED',
    reviewer: 'jens-aydin',
    publisher: 'katharina-vogelsang',
    publishedAt: '2023-11-22T10:25:00Z',
  },
  {
    key: 'synthetic-biology-strains',
    institution: 'calderwyck',
    author: 'amara-okonkwo',
    title: 'Engineered strains for a contract research company: a request we declined',
    summary:
      'Baixiang Genomics (fictional) offered to pay for forty engineered yeast strains and the design files behind them. The stated use did not need the design files. We declined after three weeks and two calls.',
    body: `## The request

A former visitor, now at Baixiang Genomics (fictional), asked our synthetic biology group for a
panel of forty yeast strains, the design files, and two weeks of training for three engineers. The
fee was generous: £180,000 for perhaps three months of work.

## What we asked

1. What are the strains for? *Flavour compounds.*
2. Which compounds? *Confidential.*
3. Why the design files, if the strains are the product? *For quality assurance.*
4. Who owns the company? *Private investors.*

The company register showed a majority holding by a regional investment fund, and through it a
sister company with contracts for protective medicine in the armed forces. That alone would not have
settled it. The third answer did: quality assurance needs sequences, not the software that designs
the next panel.

## The decision

We offered twelve published strains under a material transfer agreement that excluded onward
transfer, with sequences and without training. The company thanked us and did not reply again. We
recorded the case as declined.

## Effects

- The group lost a welcome sum; the school replaced a third of it with a pump-priming grant.
- The former visitor stayed a friend of the group. She had been asked to make contact and was
  relieved.
- No licence question had to be answered, because nothing moved.

## What we would do differently

Ask about ownership on the first day, not in the second week. By then the principal investigator had
spent the money in her head.`,
    language: 'en',
    topics: ['materials transfer', 'due diligence', 'company ownership', 'intellectual property'],
    countries: ['CN'],
    reviewBy: '2027-08-31',
    details: {
      caseStudy: {
        discipline: 'Biology & Biochemistry',
        technologyAreas: ['Synthetic Biology'],
        collaborationType: 'EQUIPMENT_OR_MATERIALS',
        riskAreas: ['INTELLECTUAL_PROPERTY', 'EXPORT_CONTROL', 'NATIONAL_SECURITY'],
        decision: 'DECLINED',
        mitigations: ['Narrower offer: twelve published strains under a material transfer agreement'],
        outcome: 'The company did not take up the narrower offer. Nothing was transferred.',
        lessons:
          'Compare what is asked for with what the stated use needs; the gap is the finding. Look up ownership on the first day.',
        startedOn: '2025-03-03',
        endedOn: '2025-03-28',
      },
    },
    sharing: { level: 'INSTITUTION' },
    stage: 'PUBLISHED',
    publisher: 'fiona-macaskill',
    publishedAt: '2025-05-12T09:40:00Z',
  },
  {
    key: 'aerospace-consultancy',
    institution: 'harrowmere',
    author: 'gareth-llewellyn',
    title: 'A private consultancy for an aerospace materials institute, ended by agreement',
    summary:
      'A professor advised the Zhenbei Aerospace Materials Institute (fictional) in private for two years before the university knew. How it came to light, how it was ended, and what was kept confidential to protect everyone involved.',
    body: `## What happened

A professor of metallurgy accepted a "guest scientist" title at the Zhenbei Aerospace Materials
Institute (fictional) in 2020: two weeks a year, a fee, travel. He declared the travel and not the
title, which he took for an honour. The contract, in a language he did not read, described a *post*,
with a duty to report and an assignment of inventions.

## How it came to light

A patent application named him as an inventor with the institute as the only applicant. The
technology transfer office found it in a routine search.

## First conversation

We began with the assumption of good faith and asked him to bring every paper he had. He did. A
sworn translation took four days and changed the tone of the room: he had not known what he had
signed.

## What was at stake

- Coatings for turbine blades: partly published, partly not.
- A funder's conditions, breached without intent.
- A colleague at the institute who had arranged the invitation, and could be harmed by a loud
  ending.

## Decision

1. The consultancy ended by a short, friendly letter that gave workload as the reason.
2. The funder and the advice team were told in full, in confidence, within a week.
3. The advice team's experts judged that nothing controlled had been transferred.
4. A warning, no more, for the undeclared post.

## Since then

Declaration of outside work now asks for the contract itself, and the university pays for the
translation. Nine people came forward in the first quarter. None of the nine was in trouble.`,
    language: 'en',
    topics: ['consultancy', 'affiliations', 'intellectual property', 'staff'],
    countries: ['CN'],
    reviewBy: '2027-03-31',
    details: {
      caseStudy: {
        discipline: 'Material Science',
        technologyAreas: ['Advanced Materials', 'Defence', 'Military and Dual-Use'],
        collaborationType: 'CONSULTANCY',
        riskAreas: ['INTELLECTUAL_PROPERTY', 'EXPORT_CONTROL', 'STAFF_SAFETY', 'REPUTATION'],
        decision: 'ENDED',
        mitigations: [
          'Sworn translation of every outside contract, paid for by the university',
          'Funder and advice team told in confidence',
          'Quiet ending that protects the colleague abroad',
        ],
        outcome: 'Ended by letter; experts found that nothing controlled had been transferred.',
        lessons:
          'People sign what they cannot read. Ask for the contract, not for a description of it, and make declaring safe.',
        startedOn: '2020-05-01',
        endedOn: '2022-12-15',
      },
    },
    sharing: {
      level: 'NAMED',
      tlp: 'RED',
      members: ['priya-raghunathan', 'oluwaseun-adebayo', 'marcus-ellery'],
    },
    stage: 'PUBLISHED',
    publisher: 'priya-raghunathan',
    publishedAt: '2023-06-09T15:55:00Z',
  },
];
