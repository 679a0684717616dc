import type { DemoDocument } from './types.ts';

/** Advisories on export control, sign-in and quantum laboratories. What they warn of is invented, and typical. */
export const advisoriesGovernment: readonly DemoDocument[] = [
  {
    key: 'check-end-use',
    institution: 'assurance-desk',
    author: 'owen-prys-roberts',
    title: 'Check the end use before you ship: loans, repairs and software need a licence too',
    summary:
      'Several institutions have sent instruments abroad as loans or for repair without asking whether a licence to export dual-use goods was needed. This advisory asks every institution to close that gap.',
    body: `## What has been seen

In the past year advisers heard of nine cases in which an instrument, a spare part or controlled
software left an institution as a loan, for repair or in hand luggage, without a classification. In
six of them no licence was needed. In three it was.

None was intended. In every case the form in use asked about *purchase* and *sale*, not about loans.

## Why it matters

A licence to export dual-use goods, software or technology may be needed whatever the reason for
sending, and even if the item comes back. Items on no list can be controlled because of their end
use. Breaches are offences; early disclosure counts in your favour.

## What to do

1. Extend the form to loans, repairs, returns and software.
2. Ask for maker, model and the parameters that the control list names.
3. Ask the recipient for a signed statement of end use, and read it. "Research" is not an end use.
4. Tell couriers, stores and travel desks whom to ring.
5. Go through the past twelve months of outgoing shipments, by sample if need be.

## If you find something

Stop further shipments to that recipient, write down the facts, and take advice from your export
control officer before you contact anybody abroad. The desk can be asked in confidence.

## What this advisory does not ask

It does not ask you to stop lending equipment, nor to treat any country as closed. Most loans go
ahead unchanged.`,
    language: 'en',
    topics: ['export control', 'dual-use', 'equipment', 'licensing'],
    countries: ['GB'],
    reviewBy: '2027-02-15',
    details: {
      advisory: {
        severity: 'CAUTION',
        actions: [
          'Extend the outgoing-goods form to loans, repairs, returns and software',
          'Ask for a signed statement of end use',
          'Brief couriers, stores and travel desks',
          'Review outgoing shipments of the past twelve months',
        ],
        effectiveFrom: '2026-02-16T00:00:00Z',
        responseDue: '2026-05-29T17:00:00Z',
      },
    },
    sharing: { level: 'PUBLIC' },
    stage: 'PUBLISHED',
    reviewer: 'zainab-mirza',
    publisher: 'marcus-ellery',
    publishedAt: '2026-02-16T09:00:00Z',
  },
  {
    key: 'conference-invitations',
    institution: 'assurance-desk',
    author: 'owen-prys-roberts',
    coAuthors: ['zainab-mirza'],
    title: 'Conference invitations that harvest university passwords',
    summary:
      'Researchers in engineering, optics and computing receive convincing invitations to speak. The registration page copies the sign-in page of their own university. At least four accounts were used to copy unpublished work.',
    body: `## What is happening

Since September invitations have been sent in the names of real conference series and of chairs who
know nothing of it. They refer to a recent paper of the person addressed and offer travel costs.
Registration asks the speaker to "sign in through your institution" on a page that looks right and
is not.

At least four accounts at three institutions were misused within hours. Mail was searched for
*proposal*, *review* and *draft*, and shared folders were copied.

## How to recognise it

- The address of the sign-in page ends in something other than your own domain.
- The invitation comes from a free mail account or from a domain registered this summer.
- A deadline of two days, and a chair who cannot be reached by telephone.

## What to do now

1. Send the warning to all staff and research students in the fields named, today.
2. Search sign-in records since 1 September for new devices followed by bulk downloads.
3. Turn on phishing-resistant sign-in for shared research folders.
4. Let people report without fear. Three of the four victims hesitated for more than a day.

## If an account was misused

Close sessions before changing the password. Make a list of what could be read: reviews of other
people's proposals are other people's secrets, and the funder needs to know. Tell partners whose
data were in the folder.

## Please answer

Tell us through the response to this advisory whether your search is complete. A note with the
number of accounts found is enough; names are not wanted.`,
    language: 'en',
    topics: ['cyber security', 'staff', 'sector alert'],
    countries: ['GB'],
    details: {
      advisory: {
        severity: 'CRITICAL',
        actions: [
          'Warn staff and research students in engineering, optics and computing',
          'Search sign-in records since 1 September 2026',
          'Turn on phishing-resistant sign-in for shared research folders',
          'Answer with the number of accounts found',
        ],
        effectiveFrom: '2026-10-26T08:00:00Z',
        expiresAt: '2027-04-30T23:00:00Z',
        responseDue: '2026-11-13T17:00:00Z',
      },
    },
    sharing: { level: 'COMMUNITY' },
    stage: 'PUBLISHED',
    reviewer: 'marcus-ellery',
    publisher: 'marcus-ellery',
    publishedAt: '2026-10-26T08:00:00Z',
  },
  {
    key: 'quantum-reorganisation',
    institution: 'overseas-affairs',
    author: 'nadia-haddad',
    title: 'Reorganisation of quantum laboratories: look again at joint centres',
    summary:
      'A reform (fictional) moves several civilian quantum and photonics laboratories abroad under new supervision. Institutions with a joint centre or a project in quantum technologies should check whether their partner is concerned.',
    body: `## What has changed

A reform (fictional) announced in the summer merges about twenty civilian laboratories for quantum
technologies
and photonics into six larger ones. Some keep their ministry; others come under a programme that
also serves defence. The lists are being published in parts, in the original language only, and
English pages lag by months.

## Who should act

Any institution with

- a joint centre in quantum technologies, photonics or precision timing,
- a running project agreement or shared laboratory in these fields,
- doctoral students supervised on both sides.

## What we suggest

1. **Identify** the partner down to the laboratory, in its own script, and compare with the
   published lists.
2. **Ask** the partner in writing, under the notice clause if there is one. Many partners do not
   know more than you, and will be glad of a calm question.
3. **Classify** what is being worked on: theory and open data, or hardware and methods near
   application.
4. **Decide** on a pause only for the second group, and for people last of all. Students should be
   able to finish.
5. **Write down** the decision and the date of the next look.

## What we know less well

Which of the six laboratories will take on defence tasks in practice. Reports in the press are
contradictory. We grade the claim that *all* of them will as D5.

## Help

The section's officers can read the lists with you. For licences and clearances, ask the advice
desk.`,
    language: 'en',
    topics: ['quantum', 'joint centres', 'monitoring', 'sector alert'],
    countries: ['CN'],
    reviewBy: '2027-03-31',
    details: {
      advisory: {
        severity: 'WARNING',
        actions: [
          'Identify partners in quantum technologies down to the laboratory',
          'Ask partners in writing under the notice clause',
          'Record a decision for each joint centre and project',
        ],
        effectiveFrom: '2026-09-14T00:00:00Z',
        expiresAt: '2027-09-30T00:00:00Z',
        responseDue: '2026-12-11T17:00:00Z',
      },
    },
    sharing: {
      level: 'GROUPS',
      tlp: 'AMBER_STRICT',
      groups: ['advice-liaison', 'quantum-assurance'],
      institutions: ['eskfirth'],
    },
    stage: 'PUBLISHED',
    reviewer: 'callum-drummond',
    publisher: 'rosalind-achebe',
    publishedAt: '2026-09-14T10:00:00Z',
  },
];
