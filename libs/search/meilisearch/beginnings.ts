const MARK = /\p{M}/gu;
/** Chinese and Japanese, which put no blanks between words, or words of other scripts. */
const RUN =
  /([\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+)|((?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー])[\p{L}\p{N}])+/gu;
const PLAIN = /^[a-z0-9]+$/;
/** Letters of a word that are told apart while somebody types. */
const LONGEST = 20;

/**
 * Every beginning of every word of a text, in the alphabet of the index. They are indexed as words of their
 * own, so that only these short texts need to be found by what is half typed, and not everything. In Chinese
 * any character may begin a word.
 */
export function beginningsOf(text: string): string[] {
  return gathered(text, (word) =>
    [...word].slice(0, LONGEST).map((_, index, letters) => letters.slice(0, index + 1).join('')),
  );
}

/** Those beginnings that a text must have in which each of the words typed begins a word. */
export function typedBeginnings(text: string): string[] {
  return gathered(text, (word) => [[...word].slice(0, LONGEST).join('')]);
}

function gathered(text: string, ofWord: (word: string) => string[]): string[] {
  const bare = text.toWellFormed().toLowerCase().normalize('NFKD').replace(MARK, '');
  const all = [...bare.matchAll(RUN)].flatMap(([run, unspaced]) =>
    unspaced === undefined ? ofWord(run) : ofCharacters([...run], ofWord),
  );
  return [...new Set(all.map(ready))];
}

/** Pairs of neighbours stand for the run; each character by itself is one of its beginnings. */
function ofCharacters(characters: readonly string[], ofWord: (word: string) => string[]): string[] {
  if (characters.length === 1) return [...characters];
  return characters.slice(1).flatMap((character, index) => ofWord(characters[index]! + character));
}

/** As Meilisearch takes it for one word, whatever the script. */
function ready(word: string): string {
  if (PLAIN.test(word)) return word;
  return [...word].map((letter) => `u${letter.codePointAt(0)!.toString(16)}`).join('');
}
