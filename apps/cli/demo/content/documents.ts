import { advisoriesGovernment } from './advisories-government.ts';
import { advisoriesSector } from './advisories-sector.ts';
import { caseStudiesCentres } from './case-studies-centres.ts';
import { caseStudiesDataAndFunding } from './case-studies-data-and-funding.ts';
import { caseStudiesGoods } from './case-studies-goods.ts';
import { caseStudiesPeople } from './case-studies-people.ts';
import { guidanceFoundations } from './guidance-foundations.ts';
import { guidancePeople } from './guidance-people.ts';
import { guidancePractice } from './guidance-practice.ts';
import { partnerNotesIndustry } from './partner-notes-industry.ts';
import { partnerNotesInstitutes } from './partner-notes-institutes.ts';
import { partnerNotesUniversities } from './partner-notes-universities.ts';
import type { DemoDocument } from './types.ts';

/** Every document of the demonstration. Cases, partners and people in them are invented. */
export const documents: readonly DemoDocument[] = [
  ...guidanceFoundations,
  ...guidancePractice,
  ...guidancePeople,
  ...caseStudiesCentres,
  ...caseStudiesGoods,
  ...caseStudiesPeople,
  ...caseStudiesDataAndFunding,
  ...partnerNotesInstitutes,
  ...partnerNotesIndustry,
  ...partnerNotesUniversities,
  ...advisoriesGovernment,
  ...advisoriesSector,
];
