import type { DemoAnswer } from './types.ts';

/** What the institutions of the demonstration have answered to advisories. Who is missing has not. */
export const advisoryAnswers: readonly DemoAnswer[] = [
  {
    advisory: 'check-end-use',
    institution: 'harrowmere',
    person: 'gareth-llewellyn',
    steps: [
      { status: 'ACKNOWLEDGED', at: '2026-02-18T10:20:00Z' },
      {
        status: 'ASSESSING',
        at: '2026-03-09T14:00:00Z',
        note: 'The sample of outgoing shipments is being drawn; the form goes to the board in April.',
      },
      {
        status: 'DONE',
        at: '2026-04-27T09:45:00Z',
        note: 'Form extended, couriers and stores briefed. Two shipments of the sample lacked a classification; neither needed a licence.',
      },
    ],
  },
  {
    advisory: 'check-end-use',
    institution: 'calderwyck',
    person: 'tomasz-wierzbicki',
    steps: [
      {
        status: 'ASSESSING',
        at: '2026-05-11T08:30:00Z',
        note: 'Repairs go through three departments here; we are finding out who signs for them.',
      },
    ],
  },
  {
    advisory: 'check-end-use',
    institution: 'tarnholm',
    person: 'eleanor-whitcombe',
    steps: [
      {
        status: 'DONE',
        at: '2026-03-20T16:10:00Z',
        note: 'Already our practice; the travel desk is new to it.',
      },
    ],
  },
  {
    advisory: 'check-end-use',
    institution: 'kestrelmoor',
    person: 'henry-achterberg',
    steps: [
      { status: 'NOT_APPLICABLE', at: '2026-03-02T11:00:00Z', note: 'We fund, and ship nothing ourselves.' },
    ],
  },
  {
    advisory: 'conference-invitations',
    institution: 'harrowmere',
    person: 'priya-raghunathan',
    steps: [{ status: 'ACKNOWLEDGED', at: '2026-10-27T09:00:00Z' }],
  },
  {
    advisory: 'conference-invitations',
    institution: 'tarnholm',
    person: 'nikhil-deshmukh',
    steps: [
      {
        status: 'ASSESSING',
        at: '2026-11-02T13:30:00Z',
        note: 'Four invitations of this kind found so far.',
      },
    ],
  },
  {
    advisory: 'conference-invitations',
    institution: 'concord-forum',
    person: 'dev-malhotra',
    steps: [
      { status: 'DONE', at: '2026-11-05T10:00:00Z', note: 'Passed on to all research offices we speak for.' },
    ],
  },
  {
    advisory: 'quantum-reorganisation',
    institution: 'tarnholm',
    person: 'nikhil-deshmukh',
    steps: [
      { status: 'ACKNOWLEDGED', at: '2026-09-15T08:15:00Z' },
      {
        status: 'ASSESSING',
        at: '2026-10-06T15:00:00Z',
        note: 'One running project is with the laboratory concerned.',
      },
    ],
  },
  {
    advisory: 'recruitment-round',
    institution: 'eskfirth',
    person: 'imran-qureshi',
    steps: [{ status: 'DONE', at: '2026-02-20T12:00:00Z', note: 'All advertised projects are classified.' }],
  },
];
