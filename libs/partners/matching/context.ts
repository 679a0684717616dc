import { fold } from '../names/fold.ts';
import type { Token } from '../names/tokens.ts';
import type { PartnerRow } from '../reading/partners-read-model.ts';
import { countriesBeside, mentionsPlace, type Address } from './address.ts';

/** Where in an address a name stands: tokens, and within a Chinese run characters. */
export interface Place {
  first: number;
  last: number;
  from: number;
  to: number;
}

/** Canonical words of organisations that bear a university's name and are others. */
const OTHERS = new Set(
  `hosp clinic clinics nhs infirmary press alumni bookshop publisher publishers publishing kindergarten
   verlag hospice healthcare`.split(/\s+/),
);
/** Words that make another name of the one behind them: North Oxford University is not the University of Oxford. */
const MODIFIERS = new Set(
  `new north south east west northern southern eastern western central northeast northwest southeast southwest
   natl intl metropolitan city`.split(/\s+/),
);
/** Parts of a university, before or behind its name. */
const PARTS = new Set(
  `dept fac sch lab ctr inst coll div division unit group section chair program programme grad graduate
   res acad team office key state natl joint open sci technol eng med life comp computer computing math phys chem
   biol econ business management law arts humanities social public hlth environment environmental energy materials
   electr mech mechanical civil architecture archit software information data stat statistics stud educ lang
   foreign marxism philosophy history finan polit geography earth ocean marine agr food vet pharm nursing dent
   dentistry clinical medicine biomedical bio bioscience neuroscience psychology psychiatry surgery oncology
   aeronaut astronaut aerospace commun automation control systems industrial ind intelligence artificial advanced
   no district road street campus main po box postcode univ p r pr prof dr`.split(/\s+/),
);
/** Chinese that follows a university's name where another organisation is meant. */
const OTHERS_HAN =
  /^(?:医学院|.{0,3})?(?:附属|第[一二三四五六七八九十]+.{0,3}医院|.{0,6}医院|出版社|附中|附小|实验学校)/u;
const CAMPUS_HAN = /^.{0,6}(?:研究生院|校区|分校|研究院)/u;
const PLACE_BEFORE_HAN = /(?:[省市区县州路号国院所室]|自治区|街道|中国)$/u;

/** How much less likely what surrounds it makes it that this partner is meant: 1 for not at all. */
export function contextFactor(address: Address, place: Place, partner: PartnerRow): number {
  return countryFactor(address, place, partner) * surroundings(address, place, partner);
}

/** Whether the address names the partner's city, region or country elsewhere: the sign of the right namesake. */
export function agreesOnPlace(address: Address, { first, last }: Place, partner: PartnerRow): number {
  if (mentionsPlace(address, partner.city, first, last)) return 2;
  if (mentionsPlace(address, partner.region, first, last)) return 2;
  return countriesBeside(address, first, last).has(partner.country) ? 1 : 0;
}

function countryFactor(address: Address, { first, last }: Place, { country }: PartnerRow): number {
  const named = countriesBeside(address, first, last);
  const chinese = ['CN', 'HK', 'MO'];
  if (address.wanted !== null && address.wanted !== country) return 0;
  if (named.size === 0 || named.has(country)) return 1;
  // "Hong Kong" and "China" are written for each other often enough.
  if (chinese.includes(country) && named.has('CN')) return 0.9;
  return 0.35;
}

function surroundings(address: Address, place: Place, partner: PartnerRow): number {
  const { tokens } = address;
  const first = tokens[place.first]!;
  if (first.isHan) return surroundingHan(first, place);
  const last = tokens[place.last]!;
  const before = tokens.slice(0, place.first).filter(({ segment }) => segment === first.segment);
  const after = tokens.slice(place.last + 1).filter(({ segment }) => segment === last.segment);
  if ([...before, ...after].some(({ canonical }) => OTHERS.has(canonical))) return 0.4;
  return factorBefore(before, partner) * factorAfter(after, partner);
}

/** Behind a name they begin the rest of a longer one: Shandong University of Science and Technology. */
const GO_ON = new Set(['of', 'for']);

/** A word right before the name, with no "of" between them, may be a part of a longer name. */
function factorBefore(before: readonly Token[], partner: PartnerRow): number {
  const nearest = before.at(-1);
  if (!nearest || nearest.isHan) return 1;
  if (nearest.canonical === '') return isOwnCollege(before, partner) ? 0.75 : 1;
  if (MODIFIERS.has(nearest.canonical)) return 0.45;
  return isUsual(nearest, partner) ? 1 : 0.65;
}

/** What follows a name in the same breath: a department, a place, or the rest of a longer name. */
function factorAfter(after: readonly Token[], partner: PartnerRow): number {
  const [next] = after;
  if (!next || next.isHan) return 1;
  if (GO_ON.has(next.folded)) return 0.3;
  const unusual = after.slice(0, 3).filter((token) => token.canonical !== '' && !isUsual(token, partner));
  if (unusual.length === 0) return 1;
  const makesAnother = after
    .slice(0, 4)
    .some(({ canonical }) => canonical === 'coll' || canonical === 'campus');
  if (makesAnother) return 0.6;
  return isUsual(next, partner) || next.canonical === '' ? 0.92 : 0.75;
}

/** A college with a name of its own, of a university: often an organisation of its own. */
function isOwnCollege(before: readonly Token[], partner: PartnerRow): boolean {
  const [named, college] = before.slice(-3);
  return (
    college?.canonical === 'coll' && named !== undefined && named.canonical !== '' && !isUsual(named, partner)
  );
}

function isUsual({ canonical, folded }: Token, { city, region, country }: PartnerRow): boolean {
  if (PARTS.has(canonical) || /\d/.test(folded) || folded.length === 1) return true;
  const places = fold([city, region, country === 'CN' ? 'china' : ''].join(' ')).split(' ');
  return (
    places.includes(folded) ||
    ['china', 'uk', 'england', 'scotland', 'wales', 'hong', 'kong'].includes(folded)
  );
}

function surroundingHan({ folded, from }: Token, place: Place): number {
  const before = folded.slice(0, place.from - from);
  const after = folded.slice(place.to - from);
  if (OTHERS_HAN.test(after)) return 0.4;
  const other = before !== '' && !PLACE_BEFORE_HAN.test(before) ? 0.75 : 1;
  return other * (CAMPUS_HAN.test(after) ? 0.8 : 1);
}
