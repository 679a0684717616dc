import { compactKey, hanKey, orderedKey } from './name-keys.ts';
import type { Token } from './tokens.ts';

/** A stretch of a text that may be a name, with the keys under which such a name is stored. */
export interface Mention {
  keys: string[];
  /** As folded names are. */
  folded: string;
  /** First and last token. */
  first: number;
  last: number;
  /** First character of the text, and the one behind the last. */
  from: number;
  to: number;
  /** Words that count, or characters where it is Chinese. */
  length: number;
  isHan: boolean;
  /** Whether it is one word in capitals, as acronyms are typed. */
  isAcronym: boolean;
  /** How many parts of the address it goes across. */
  crossings: number;
}

const MOST_WORDS = 12;
const LONGEST_RUN = 24;

/** Every stretch of the text that may be a name: sequences of words, and parts of runs of Chinese characters. */
export function mentionsIn(tokens: readonly Token[]): Mention[] {
  return tokens.flatMap((token, index) => {
    if (token.isHan) return [...hanMentions(token, index), ...joinedRuns(tokens, index)];
    // A name begins and ends with a word that counts.
    return token.canonical === '' ? [] : wordMentions(tokens, index);
  });
}

function wordMentions(tokens: readonly Token[], first: number): Mention[] {
  const mentions: Mention[] = [];
  const words: string[] = [];
  const start = tokens[first]!;
  let folded = '';
  for (let last = first; last < tokens.length && words.length < MOST_WORDS; last += 1) {
    const token = tokens[last]!;
    if (token.isHan) break;
    folded += `${folded ? ' ' : ''}${token.folded}`;
    if (token.canonical === '') continue;
    words.push(token.canonical);
    mentions.push({
      keys: [orderedKey(words), compactKey(words)],
      ...{ folded, first, last, from: start.from, to: token.to, length: words.length, isHan: false },
      isAcronym: words.length === 1 && /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(start.written),
      crossings: token.segment - start.segment,
    });
  }
  return mentions;
}

/** A run and the one behind it as one name: what follows in brackets is often a part of it. */
function joinedRuns(tokens: readonly Token[], first: number): Mention[] {
  const [token, next] = [tokens[first]!, tokens[first + 1]];
  if (!next?.isHan) return [];
  const folded = token.folded + next.folded;
  return [
    {
      ...{ keys: [hanKey(folded)], folded, first, last: first + 1, from: token.from, to: next.to },
      ...{ length: folded.length, isHan: true, isAcronym: false, crossings: 0 },
    },
  ];
}

function hanMentions({ folded, from }: Token, token: number): Mention[] {
  const run = [...folded];
  return run.flatMap((_, start) => {
    const longest = Math.min(run.length - start, LONGEST_RUN);
    return Array.from({ length: Math.max(longest - 1, 0) }, (__, index) => {
      const part = run.slice(start, start + index + 2).join('');
      const at = from + run.slice(0, start).join('').length;
      return {
        keys: [hanKey(part)],
        ...{ folded: part, first: token, last: token, from: at, to: at + part.length, length: index + 2 },
        ...{ isHan: true, isAcronym: false, crossings: 0 },
      };
    });
  });
}
