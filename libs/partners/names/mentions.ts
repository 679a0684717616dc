import { canonicalWord, isEmptyWord } from './canonical-words.ts';
import { fold, hasHan } from './fold.ts';
import { compactKey, hanKey, orderedKey } from './name-keys.ts';

/** A stretch of a text that may be a name, with the keys under which such a name is stored. */
export interface Mention {
  keys: string[];
  /** As folded names are. */
  folded: string;
  /** First and last character of the text. */
  from: number;
  to: number;
  /** Words that count, or characters where it is Chinese. */
  length: number;
  /** Whether it is one word in capitals, as acronyms are typed. */
  isAcronym: boolean;
}

const MOST_WORDS = 12;
const LONGEST_RUN = 24;
/** Beyond this nobody types names; what follows is passed over. */
const MOST_TOKENS = 120;

interface Token {
  written: string;
  folded: string;
  canonical: string;
  from: number;
  to: number;
}

/** Every stretch of the text that may be a name: sequences of words, and parts of runs of Chinese characters. */
export function mentionsIn(text: string): Mention[] {
  const tokens = tokensOf(text).slice(0, MOST_TOKENS);
  return [...wordMentions(tokens), ...tokens.filter(({ written }) => hasHan(written)).flatMap(hanMentions)];
}

/** Words and runs: apostrophes, points and the like belong to the word they stand in. */
function tokensOf(text: string): Token[] {
  const found = text.normalize('NFC').matchAll(/\p{Script=Han}+|[\p{L}\p{M}\p{N}'’‘ʼ`]+|&/gu);
  return [...found].flatMap((match) => {
    const folded = fold(match[0]);
    if (folded === '') return [];
    const canonical = isEmptyWord(folded) ? '' : canonicalWord(folded);
    return [{ written: match[0], folded, canonical, from: match.index, to: match.index + match[0].length }];
  });
}

function wordMentions(tokens: readonly Token[]): Mention[] {
  return tokens.flatMap((first, start) => {
    const mentions: Mention[] = [];
    const words: string[] = [];
    // A name begins and ends with a word that counts; but "The" may be a part of what is stored.
    if (first.canonical === '' || hasHan(first.written)) return mentions;
    for (let end = start; end < tokens.length && words.length < MOST_WORDS; end += 1) {
      const last = tokens[end]!;
      if (hasHan(last.written)) break;
      if (last.canonical === '') continue;
      words.push(last.canonical);
      const covered = tokens.slice(start, end + 1);
      mentions.push({
        keys: [orderedKey(words), compactKey(words)],
        folded: covered.map((token) => token.folded).join(' '),
        from: first.from,
        to: last.to,
        length: words.length,
        isAcronym: words.length === 1 && /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(first.written),
      });
    }
    return mentions;
  });
}

function hanMentions({ folded, from }: Token): Mention[] {
  const run = [...folded];
  return run.flatMap((_, start) => {
    const longest = Math.min(run.length - start, LONGEST_RUN);
    return Array.from({ length: Math.max(longest - 1, 0) }, (__, index) => {
      const part = run.slice(start, start + index + 2).join('');
      const at = from + start;
      return {
        keys: [hanKey(part)],
        folded: part,
        ...{ from: at, to: at + index + 2, length: index + 2, isAcronym: false },
      };
    });
  });
}
