import type { DemoSharingGroup } from './types.ts';

/** The sharing groups of the demonstration. */
export const sharingGroups: readonly DemoSharingGroup[] = [
  {
    key: 'quantum-assurance',
    name: 'Quantum Collaboration Assurance Group',
    owner: 'tarnholm',
    members: ['harrowmere', 'calderwyck', 'overseas-affairs', 'assurance-desk'],
    invited: ['brenkstadt'],
  },
  {
    key: 'health-data',
    name: 'Health Data Partnerships Circle',
    owner: 'eskfirth',
    members: ['harrowmere', 'kestrelmoor'],
    invited: ['calderwyck'],
  },
  {
    key: 'advice-liaison',
    name: 'Advice and Liaison Circle',
    owner: 'assurance-desk',
    members: ['overseas-affairs', 'concord-forum', 'kestrelmoor'],
    invited: ['eskfirth'],
  },
];
