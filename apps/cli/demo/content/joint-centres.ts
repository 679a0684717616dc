import type { JointCentreForm, JointCentreStatus } from '#kernel';
import type { DemoSharing, Discipline, TechnologyArea } from './types.ts';

export interface DemoJointCentre {
  key: string;
  /** Slug of the institution that keeps the record, and the key of the publisher who made it. */
  institution: string;
  recorder: string;
  name: string;
  /** Slugs of institutions, and names of others at home. */
  organisations: readonly ({ institution: string } | { name: string })[];
  /** Keys of invented partners, and names of others abroad. */
  partners: readonly ({ partner: string } | { name: string })[];
  foundedYear: number;
  closedYear?: number;
  disciplines: readonly Discipline[];
  technologyAreas: readonly TechnologyArea[];
  otherSectors?: readonly string[];
  region: string;
  form: JointCentreForm;
  funders: readonly string[];
  status: JointCentreStatus;
  source: { text: string; date: string };
  /** Left out: PUBLIC. */
  sharing?: DemoSharing;
}

/** The sector body records what is publicly known, whoever takes part. */
const FORUM = { institution: 'concord-forum', recorder: 'anneliese-fairbairn' } as const;
const REGISTER = (date: string): DemoJointCentre['source'] => ({
  text: 'Concord Forum register of joint centres (fictional)',
  date,
});

/** The joint centres of the demonstration. All of them are invented, and so is what is said of them. */
export const jointCentres: readonly DemoJointCentre[] = [
  {
    ...{ key: 'quantum-optics', institution: 'harrowmere', recorder: 'priya-raghunathan' },
    name: 'Harrowmere–Linhai Joint Laboratory for Quantum Optics',
    organisations: [{ institution: 'harrowmere' }, { institution: 'tarnholm' }],
    partners: [{ partner: 'linhai-optics' }],
    ...{ foundedYear: 2014, region: 'Zhejiang', form: 'PHYSICAL', status: 'ACTIVE' },
    disciplines: ['Engineering', 'Material Science'],
    technologyAreas: ['Quantum Technologies', 'Advanced Materials'],
    funders: ['Kestrelmoor Research Fund'],
    source: { text: 'Annual report of the laboratory (fictional)', date: '2025-07-31' },
  },
  {
    ...{ key: 'quantum-sensing', institution: 'calderwyck', recorder: 'fiona-macaskill' },
    name: 'Calderwyck–Donglin Centre for Quantum Sensing',
    organisations: [{ institution: 'calderwyck' }],
    partners: [{ partner: 'donglin' }],
    ...{ foundedYear: 2016, closedYear: 2022, region: 'Jiangsu', form: 'PHYSICAL', status: 'CLOSED' },
    disciplines: ['Engineering'],
    technologyAreas: ['Quantum Technologies'],
    funders: ['Donglin University of Science'],
    source: { text: 'Closing note of the university (fictional)', date: '2022-11-30' },
  },
  {
    ...{ key: 'dryland-crops', institution: 'harrowmere', recorder: 'priya-raghunathan' },
    name: 'Joint Institute for Dryland Crops',
    organisations: [{ institution: 'harrowmere' }, { institution: 'eskfirth' }],
    partners: [{ partner: 'luoping' }],
    ...{ foundedYear: 2011, region: 'Shaanxi', form: 'PHYSICAL', status: 'ACTIVE' },
    disciplines: ['Agricultural Sciences', 'Environment/Ecology'],
    technologyAreas: ['Synthetic Biology'],
    funders: ['Kestrelmoor Research Fund', 'Luoping Agricultural University'],
    source: { text: 'Website of the institute (fictional)', date: '2026-03-15' },
  },
  {
    ...{ key: 'health-records', institution: 'eskfirth', recorder: 'hannah-bergstrom' },
    name: 'Eskfirth–Nanshuo Centre for Population Health',
    organisations: [{ institution: 'eskfirth' }, { name: 'Eskfirth Infirmary Trust' }],
    partners: [{ partner: 'nanshuo' }],
    ...{ foundedYear: 2017, region: 'Guangdong', form: 'VIRTUAL', status: 'ACTIVE' },
    disciplines: ['Clinical Medicine', 'Computer Science'],
    technologyAreas: ['Data Infrastructure'],
    funders: ['Kestrelmoor Research Fund'],
    source: { text: 'Agreement of the partners (fictional)', date: '2017-05-02' },
    sharing: { level: 'GROUPS', groups: ['health-data'] },
  },
  {
    ...{ ...FORUM, key: 'robotics', name: 'Calderwyck–Yunjiang Robotics Centre' },
    organisations: [{ institution: 'calderwyck' }, { institution: 'tarnholm' }],
    partners: [{ partner: 'yunjiang' }],
    ...{ foundedYear: 2018, region: 'Jiangsu', form: 'PHYSICAL', status: 'ACTIVE' },
    disciplines: ['Engineering', 'Computer Science'],
    technologyAreas: ['Advanced Robotics', 'Artificial Intelligence'],
    funders: ['Yunjiang Municipal Innovation Fund (fictional)'],
    source: REGISTER('2026-01-20'),
  },
  {
    ...{ ...FORUM, key: 'photonics', name: 'Tarnholm–Linhai Photonics Exchange' },
    organisations: [{ institution: 'tarnholm' }],
    partners: [{ partner: 'linhai-optics' }, { partner: 'donglin' }],
    ...{ foundedYear: 2018, closedYear: 2024, region: 'Zhejiang', form: 'VIRTUAL', status: 'CLOSED' },
    disciplines: ['Material Science'],
    technologyAreas: ['Communications'],
    funders: [],
    source: REGISTER('2026-01-20'),
  },
  {
    ...{ ...FORUM, key: 'urban-policy', name: 'Forum on Liveable Cities' },
    organisations: [{ institution: 'calderwyck' }, { institution: 'eskfirth' }],
    partners: [{ partner: 'yunjiang' }, { name: 'Yunjiang School of Public Affairs (fictional)' }],
    ...{ foundedYear: 2015, region: 'Jiangsu', form: 'VIRTUAL', status: 'ACTIVE' },
    disciplines: ['Social Science, General'],
    technologyAreas: [],
    otherSectors: ['Urban planning'],
    funders: ['Concord Forum of Research Offices'],
    source: REGISTER('2026-01-20'),
  },
  {
    ...{ ...FORUM, key: 'batteries', name: 'Brenkstadt–Haneul Battery Laboratory' },
    organisations: [{ institution: 'brenkstadt' }],
    partners: [{ partner: 'haneul' }],
    ...{ foundedYear: 2019, region: 'Gyeonggi', form: 'PHYSICAL', status: 'ACTIVE' },
    disciplines: ['Material Science'],
    technologyAreas: ['Energy', 'Advanced Materials'],
    otherSectors: ['Engineering'],
    funders: ['Haneul Institute of Bioengineering and Energy'],
    source: REGISTER('2026-01-20'),
  },
  {
    ...{ ...FORUM, key: 'solar', name: 'Harrowmere–Al-Marsa Solar Field' },
    organisations: [{ institution: 'harrowmere' }],
    partners: [{ partner: 'al-marsa' }],
    ...{ foundedYear: 2020, region: 'Casablanca-Settat', form: 'PHYSICAL', status: 'PLANNED' },
    disciplines: ['Engineering', 'Environment/Ecology'],
    technologyAreas: ['Energy'],
    funders: ['Kestrelmoor Research Fund'],
    source: REGISTER('2026-01-20'),
  },
  {
    ...{ key: 'microelectronics', institution: 'assurance-desk', recorder: 'marcus-ellery' },
    name: 'Brenkstadt–Beiling Microelectronics Link',
    organisations: [{ institution: 'brenkstadt' }, { institution: 'tarnholm' }],
    partners: [{ partner: 'beiling' }, { partner: 'zhenbei' }],
    ...{ foundedYear: 2017, closedYear: 2023, region: 'Beijing', form: 'PHYSICAL', status: 'CLOSED' },
    disciplines: ['Engineering'],
    technologyAreas: ['Computing Hardware', 'Military and Dual-Use'],
    funders: [],
    source: { text: 'Observation of the advice desk (fictional)', date: '2024-02-09' },
    sharing: { level: 'COMMUNITY', tlp: 'GREEN' },
  },
];
