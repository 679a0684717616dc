declare module 'damerau-levenshtein' {
  /** The number of letters to change, add, leave out or swap to make one word of the other. */
  export default function distance(one: string, other: string): { steps: number };
}
