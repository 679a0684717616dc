import type { PartnerAddInput } from '#partners';
import registry from './partners.json' with { type: 'json' };

/**
 * Real organisations, as the Research Organization Registry has them (ror.org, CC0 1.0). No document of the
 * demonstration is about one of them: its cases are invented.
 */
export const registryRecords: readonly unknown[] = registry;

export interface DemoPartner extends PartnerAddInput {
  key: string;
}

/** The invented organisations that the documents are about. No registry has them. */
export const inventedPartners: readonly DemoPartner[] = [
  {
    key: 'linhai-optics',
    name: 'Linhai Institute of Advanced Optics',
    names: [{ value: '临海先进光学研究所', language: 'zh', kind: 'label' }],
    country: 'CN',
    city: 'Linhai',
  },
  { key: 'donglin', name: 'Donglin University of Science', country: 'CN', city: 'Donglin' },
  { key: 'luoping', name: 'Luoping Agricultural University', country: 'CN', city: 'Luoping' },
  { key: 'nanshuo', name: 'Nanshuo Medical University', country: 'CN', city: 'Nanshuo' },
  { key: 'yunjiang', name: 'Yunjiang University of Technology', country: 'CN', city: 'Yunjiang' },
  { key: 'beiling', name: 'Beiling Institute of Microelectronics', country: 'CN', city: 'Beiling' },
  { key: 'baixiang', name: 'Baixiang Genomics', country: 'CN' },
  { key: 'zhenbei', name: 'Zhenbei Aerospace Materials Institute', country: 'CN', city: 'Zhenbei' },
  { key: 'haneul', name: 'Haneul Institute of Bioengineering and Energy', country: 'KR' },
  {
    key: 'al-marsa',
    name: 'Institut Al-Marsa de l’énergie',
    names: [{ value: 'Al-Marsa Energy Institute', language: 'en', kind: 'label' }],
    country: 'MA',
  },
];

/** By the key of a document: the keys of the partners that it is about. */
export const partnersOfDocuments: Readonly<Record<string, readonly string[]>> = {
  'quantum-centre-narrowed': ['linhai-optics'],
  'quantum-centre-closed': ['donglin'],
  'crop-research': ['luoping'],
  'health-records': ['nanshuo'],
  'sponsored-chair': ['yunjiang'],
  'infrared-detector': ['beiling'],
  'synthetic-biology-strains': ['baixiang'],
  'aerospace-consultancy': ['zhenbei'],
  'robotics-visitor': ['yunjiang'],
  'battery-exchange': ['haneul'],
  'zhenbei-aerospace': ['zhenbei'],
  'baixiang-genomics': ['baixiang'],
  'linhai-optics': ['linhai-optics'],
  'linhai-optics-preliminary': ['linhai-optics'],
  'al-marsa-energie': ['al-marsa'],
  'yunjiang-robotics': ['yunjiang'],
  'luoping-agricultural': ['luoping'],
};
