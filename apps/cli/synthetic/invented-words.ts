import { Random } from './random.ts';

const ONSETS = 'b br d dr f fl g gr h j k kr l m n p pr r s st t tr v z'.split(' ');
const VOWELS = 'a e i o u ai ei ou'.split(' ');
const CODAS = ['', 'l', 'n', 'r', 's', 'k', 'm', 'nd', 'rt', 'v'];

const SYLLABLES = ONSETS.length * VOWELS.length * CODAS.length;
const ALL = SYLLABLES * SYLLABLES;
/** Prime and so without a common factor with ALL: stepping by it meets every word before one comes again. */
const STEP = 1_299_709;

/** How many of the words texts use. Those behind are names of institutions and people. */
const IN_TEXTS = 200_000;

/** Invented words that can be pronounced: common ones, and a long tail of ever rarer ones. */
export class InventedWords {
  private readonly first: number;

  constructor(seed: number) {
    this.first = new Random(`${seed} words`).between(0, ALL - 1);
  }

  /** Two syllables for every rank; each begins with a consonant, so that "a" fits before all of them. */
  at(rank: number): string {
    const place = (this.first + rank * STEP) % ALL;
    return syllable(Math.floor(place / SYLLABLES)) + syllable(place % SYLLABLES);
  }

  /** The same as a name. */
  nameAt(rank: number): string {
    const word = this.at(rank);
    return word[0]!.toUpperCase() + word.slice(1);
  }

  /** A name that no text draws. */
  reservedName(number: number): string {
    return this.nameAt(IN_TEXTS + number);
  }

  draw(random: Random): string {
    return this.at(random.rank(IN_TEXTS));
  }

  drawName(random: Random): string {
    return this.nameAt(random.rank(IN_TEXTS));
  }
}

function syllable(place: number): string {
  const onset = ONSETS[place % ONSETS.length]!;
  const rest = Math.floor(place / ONSETS.length);
  return onset + VOWELS[rest % VOWELS.length]! + CODAS[Math.floor(rest / VOWELS.length)]!;
}
