import Sequencer from '@jest/test-sequencer';

/**
 * What takes longest, longest first. A clean checkout has no timings of earlier runs, and a long file that
 * begins last leaves all processors but one without work.
 */
const LONGEST = [
  'tests/access/sequences/sequences.property',
  'tests/operations/faults-killed',
  'tests/access/sequences/through-the-api.property',
  'tests/e2e/serve',
  'tests/e2e/bad-input-values',
  'tests/e2e/import-after-crash',
  'tests/e2e/bad-input-strings',
  'tests/operations/',
  'tests/upgrade/first-version',
  'tests/e2e/hostile/hostile-requests',
  'tests/access/surfaces/hidden-documents',
  'tests/e2e/documents-permissions',
  'tests/e2e/attachments-uploads',
  'tests/e2e/bad-input-',
  'tests/access/three-forms.property',
  'tests/e2e/search-rebuild',
  'tests/e2e/attachments',
  'tests/access/',
  'tests/audit/',
  'tests/search/embedded-engine',
];

/** The long ones first, then all others in the order that Jest gives them. */
export default class LongestFirstSequencer extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ path }) {
  const place = LONGEST.findIndex((part) => path.replaceAll('\\', '/').includes(part));
  return place < 0 ? LONGEST.length : place;
}
