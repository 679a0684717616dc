import { hasHan } from '#kernel';

/** Words that tell no names apart: they stand in one spelling of a name and not in the next. */
const EMPTY = new Set(
  `the of and for at in on to by a an de la le les du des del della dell di da do dos das der die den dem und fur
   van voor het el los las y e et i l d s en im am zu`.split(/\s+/),
);

/**
 * How a word is abbreviated, translated or inflected in the names of organisations. The first of a line
 * stands for all of them.
 */
const SAME = `
  univ u university universities universitat universite universita universidad universidade universiteit uniwersytet
    univerzita universitet universitetet universitas unversity prifysgol universidada uni uiversity
  inst institute institutes institution institut instituto istituto instytut
  acad academy academia akademie academie accademia
  coll college colleges
  sch school schools schule ecole escuela
  sci science sciences scientific scientia
  technol technology technologies technological tech technische technique tecnologia tecnologico techn
  polytech polytechnic polytechnical polytechnique politecnico politecnica
  eng engn engineering engineer
  med medical medicine medecine medizin
  hosp hospital hospitals hopital krankenhaus
  dept department departments
  fac faculty
  lab laboratory laboratories labs
  ctr center centre centers centres
  natl national nat
  intl international int
  agr agricultural agriculture agric
  chem chemical chemistry
  phys physics physical
  math mathematics mathematical
  biol biology biological
  econ economics economic
  finan finance financial
  educ education educational
  lang language languages
  stud study studies
  aeronaut aeronautics aeronautical
  astronaut astronautics astronautical
  geosci geosciences geoscience
  petr petroleum petrol
  electr electronic electronics elect elec
  telecommun telecommunication telecommunications
  commun communication communications
  transp transportation transport
  polit political politics
  pharm pharmaceutical pharmacy
  vet veterinary
  tradit traditional
  res research
  dev development
  ind industry industrial
  management manag mgmt
  business bus
  hlth health
  archit architecture architectural
  sport sports
  foreign foreigner
  st saint
  normal norm
  teachers teacher
  chinese chin
  southeast southeastern
  northeast northeastern
  northwest northwestern
  southwest southwestern
  kings king
  defense defence def
  organisation organization
  aerosp aerospace
  forest forestry
  hum humanities
  soc social
  mech mechanical
  environm environmental environment
  astron astronomy astronomical
  conserv conservation
  `;

const CANONICAL = new Map<string, string>(
  SAME.trim()
    .split(/\n(?=\s{2}\S)/)
    .flatMap((line) => {
      const words = line.trim().split(/\s+/);
      return words.map((word): [string, string] => [word, words[0]!]);
    }),
);

/** What kind of organisation a name says it is: the words that nearly every name has one of. */
const KINDS = new Set([
  'univ',
  'inst',
  'acad',
  'coll',
  'sch',
  'hosp',
  'polytech',
  'ctr',
  'fac',
  'dept',
  'lab',
]);

/** Subjects and other words that many names share. They tell names apart only together with others. */
const COMMON = new Set(
  `sci technol eng med natl intl agr chem phys math biol econ finan educ lang stud res dev ind management business
   hlth archit sport foreign normal teachers arts art law music graduate applied vocational technical professional
   polit pharm vet tradit commun transp electr grad advanced clinical public social general higher new royal state
   computer information materials energy environment nursing dentistry design engineer key joint first second
   china chin college software life earth marine water conservancy power electric forestry ocean`.split(
    /\s+/,
  ),
);

/** One word of a text, in the one form that stands for all its spellings. */
export function canonicalWord(word: string): string {
  return CANONICAL.get(word) ?? word;
}

/** The words of a folded text that count, each in its canonical form; a run of Chinese is one word. */
export function canonicalWords(folded: string): string[] {
  return folded
    .split(' ')
    .filter((word) => word !== '' && !EMPTY.has(word))
    .map(canonicalWord);
}

/** The same with each Chinese character as a word of its own: what names of that script have in common. */
export function matchingWords(folded: string): string[] {
  return canonicalWords(folded).flatMap((word) => (hasHan(word) ? [...word] : [word]));
}

/** Words that may be misspelt: abbreviations are too short for that. */
const SPELT = [...CANONICAL].filter(([word]) => word.length >= 6);

/** The canonical form of the spelt-out word that a misspelt one is, by this measure of likeness; or null. */
export function misspeltWord(word: string, likeness: (a: string, b: string) => number): string | null {
  let best: [likeness: number, canonical: string] = [0.69, ''];
  for (const [spelt, canonical] of SPELT) {
    const alike = likeness(word, spelt);
    if (alike > best[0]) best = [alike, canonical];
  }
  return best[1] || null;
}

/** Whether a word counts for nothing. */
export function isEmptyWord(word: string): boolean {
  return EMPTY.has(word);
}

/** Whether the canonical word says what kind of organisation it is. */
export function isKindWord(word: string): boolean {
  return KINDS.has(word);
}

/** Whether the canonical word is one that very many names share. */
export function isCommonWord(word: string): boolean {
  return KINDS.has(word) || COMMON.has(word);
}
