/** What someone sees of one document. Every form of the access rule must give the same. */
export interface Sight {
  reads: boolean;
  /** The next version of what is published. */
  working: boolean;
  tombstone: boolean;
  stub: boolean;
  /** Which institution it is from, if anything of it is seen. */
  attribution: boolean;
  /** Numbers of versions, newest first. */
  versions: readonly number[];
}

/** In which respects a form differs from the words; null when it agrees. A form may leave respects out. */
export function difference(form: string, seen: Partial<Sight>, expected: Sight): string | null {
  for (const respect in seen) {
    const [given, wanted] = [seen[respect as keyof Sight], expected[respect as keyof Sight]];
    if (given === wanted || (Array.isArray(given) && String(given) === String(wanted))) continue;
    return `${respect}: ${form} ${JSON.stringify(given)}, words ${JSON.stringify(wanted)}`;
  }
  return null;
}
