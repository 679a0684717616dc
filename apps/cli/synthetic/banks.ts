/** The words that synthetic texts are made of. Common ones stand first where order matters. */
import type { Decision, InstitutionKind, RiskArea } from '#kernel';

/** What documents are about; lower case, as the repository keeps topics. */
export const TOPICS: readonly string[] = [
  ...['due diligence', 'export control', 'visitors', 'joint centres', 'data sharing', 'contracts'],
  ...['quantum', 'monitoring', 'intellectual property', 'funding', 'dual-use', 'students', 'ethics'],
  ...['open publication', 'staged start', 'exit', 'trust', 'equipment', 'licensing', 'travel'],
  ...['artificial intelligence', 'health data', 'data protection', 'talent programmes', 'affiliation'],
  ...['academic freedom', 'research integrity', 'cyber security', 'sector alert', 'alumni', 'language'],
  ...['transparency', 'risk appetite', 'governance', 'laboratory access', 'samples', 'drones', 'optics'],
  ...['advanced materials', 'semiconductors', 'satellites', 'batteries', 'nuclear safety', 'genomics'],
  ...['crop science', 'climate', 'oceans', 'clinical trials', 'vaccines', 'social surveys', 'archives'],
  ...['transnational education', 'scholarships', 'dependence', 'reputation', 'insurance', 'conferences'],
  ...['peer review', 'patents', 'spin-outs'],
];

export const GIVEN_NAMES: readonly string[] = [
  ...['Amara', 'Owen', 'Siobhan', 'Daniel', 'Zainab', 'Callum', 'Hannah', 'Imran', 'Fiona', 'Nikhil'],
  ...['Eleanor', 'Tomasz', 'Nadia', 'Marcus', 'Rosalind', 'Xu', 'Mei', 'Aled', 'Ingrid', 'Kwame'],
  ...['Priya', 'Lars', 'Yusuf', 'Clara', 'Joon', 'Beatriz', 'Anders', 'Leila', 'Rhys', 'Chiara'],
];

export const FAMILIES_OF_INSTITUTIONS: Readonly<Record<InstitutionKind, readonly string[]>> = {
  UNIVERSITY: ['University of {place}', '{place} University', '{place} University of Technology'],
  RESEARCH_INSTITUTE: ['{place} Research Institute', 'Institute of Applied Physics {place}'],
  GOVERNMENT: ['{place} Research Security Team', '{place} Science Section'],
  FUNDER: ['{place} Research Fund', '{place} Foundation for Science'],
  SECTOR_BODY: ['{place} Association of Universities', '{place} Research Council'],
};

/** Where members are, the most frequent first. ISO 3166-1 alpha-2. */
export const HOME_COUNTRIES: readonly string[] = 'GB DE NL FR NO SE DK IT ES FI BE IE AT CH'.split(' ');

/** Where their partners are, and how running text calls it. */
export const PARTNER_COUNTRIES: readonly (readonly [country: { code: string; name: string }, number])[] = [
  [{ code: 'CN', name: 'China' }, 0.52],
  [{ code: 'HK', name: 'Hong Kong' }, 0.06],
  [{ code: 'SG', name: 'Singapore' }, 0.06],
  [{ code: 'IN', name: 'India' }, 0.06],
  [{ code: 'RU', name: 'Russia' }, 0.05],
  [{ code: 'MY', name: 'Malaysia' }, 0.05],
  [{ code: 'KR', name: 'South Korea' }, 0.04],
  [{ code: 'JP', name: 'Japan' }, 0.04],
  [{ code: 'IR', name: 'Iran' }, 0.03],
  [{ code: 'TR', name: 'Turkey' }, 0.03],
  [{ code: 'AE', name: 'the Emirates' }, 0.03],
  [{ code: 'BR', name: 'Brazil' }, 0.03],
];

export const PARTNER_FORMS: readonly string[] = [
  ...['{name} University', '{name} University of Technology', '{name} Institute of Optics'],
  ...['{name} Academy of Sciences', '{name} Medical University', '{name} Polytechnic University'],
  ...['{name} Institute of Metal Research', 'Second {name} Institute', '{name} Instruments Company'],
  ...['{name} Agricultural University', '{name} Normal University', '{name} Navigation Institute'],
];

/** Parts of an institution, after "the". */
export const UNITS: readonly string[] = [
  ...['department', 'laboratory', 'joint centre', 'graduate school', 'clean room', 'data office'],
  ...['supplier group', 'calibration laboratory', 'instrument hall', 'spin-out company', 'field station'],
  ...['trusted research environment', 'hospital', 'computing centre', 'test range', 'archive'],
];

/** People and offices, after "the". */
export const OFFICES: readonly string[] = [
  ...['export control officer', 'principal investigator', 'contracts office', 'head of department'],
  ...['research office', 'ethics committee', 'data protection officer', 'partnership manager'],
  ...['research security adviser', 'technology transfer office', 'international office', 'vice-rector'],
  ...['responsible person', 'host', 'area specialist', 'library', 'works council', 'general counsel'],
];

/** Things that move. */
export const ITEMS: readonly string[] = [
  ...[
    'a set of samples',
    'the source code',
    'a laser system',
    'a detector',
    'survey data',
    'a visiting post',
  ],
  ...['the design files', 'a doctoral place', 'computing time', 'a cryostat', 'patient records'],
  ...['a drone airframe', 'reference spectra', 'a wafer run', 'field notes', 'a software licence'],
  ...['genome sequences', 'a travel grant', 'a shared folder', 'an honorary chair', 'seed lines'],
];

/** Safeguards that people use. */
export const MITIGATIONS: readonly string[] = [
  ...[
    'a narrower scope',
    'open publication only',
    'no access to named facilities',
    'no access to named data',
  ],
  ...[
    'an export licence',
    'a visitor plan',
    'a clause on use',
    'a clause on onward transfer',
    'an exit clause',
  ],
  ...['a funding cap', 'a named responsible person', 'monitoring dates', 'separate data', 'an ethics review'],
  ...[
    'a staged start',
    'an independent translation',
    'a yearly review',
    'two signatures for restricted rooms',
  ],
];

/** What can be graded. */
export const SOURCES: readonly string[] = [
  ...['Official register of research units', 'Publication acknowledgements', 'Company record', 'Tracker'],
  ...['Partner’s website', 'Regional press', 'A colleague’s experience', 'Procurement notices'],
];

export const MONTHS: readonly string[] = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  ...['October', 'November', 'December'],
];

/** What a decision is called in running text: "In the end we …". */
export const DECIDED: Readonly<Record<Decision, string>> = {
  PROCEEDED: 'went ahead without conditions',
  PROCEEDED_WITH_MITIGATIONS: 'went ahead with safeguards',
  DECLINED: 'declined',
  PAUSED: 'paused the work',
  ENDED: 'ended the collaboration',
};

/** What the areas of risk are called in running text. */
export const RISKS: Readonly<Record<RiskArea, readonly string[]>> = {
  NATIONAL_SECURITY: ['military use', 'a link to defence research', 'national security'],
  EXPORT_CONTROL: ['a transfer without a licence', 'controlled technology', 'an unclear end use'],
  INTELLECTUAL_PROPERTY: ['loss of know-how', 'an early patent elsewhere', 'unclear ownership of results'],
  ACADEMIC_FREEDOM: ['narrowing of the questions', 'self-censorship', 'pressure on what is published'],
  RESEARCH_INTEGRITY: ['guest authorship', 'data that could not be checked', 'a wrong affiliation'],
  DATA_PROTECTION: ['personal data leaving our control', 'records held back by law', 'weak pseudonyms'],
  REPUTATION: ['damage to our name', 'a headline without context', 'an affiliation used as advertising'],
  DEPENDENCY: ['dependence on one funder', 'dependence on one supplier', 'a department that lives on fees'],
  STAFF_SAFETY: ['pressure on staff', 'questioning at the border', 'the safety of travelling colleagues'],
  ETHICS_AND_HUMAN_RIGHTS: ['harm to minorities', 'surveillance uses', 'consent that was not free'],
};

export const WITHDRAW_REASONS: readonly string[] = [
  ...['Out of date.', 'The partner has corrected the facts.', 'Replaced by newer advice.'],
  ...['The agreement behind it has ended.', 'A source has been withdrawn.'],
];
