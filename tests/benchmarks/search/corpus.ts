import type { Pool } from 'pg';

/** Public documents that the words of queries are taken from: everybody can find them. */
const SAMPLE = 3_000;
const SHORTEST = 6;
/** In which part of the sample a word must occur. */
const BANDS = { rare: [0, 0.001], middle: [0.01, 0.04], common: [0.25, 1] } as const;
export type Band = keyof typeof BANDS;

export interface SampledText {
  title: string;
  summary: string;
  body: string;
}

/** Texts of the repository, and how often their words occur. */
export interface Corpus {
  texts: readonly SampledText[];
  words: Readonly<Record<Band, readonly string[]>>;
  /** Whether any text of the sample has the word. */
  has: (word: string) => boolean;
}

/** The same sample for the same repository every time. */
export async function sampled(database: Pool): Promise<Corpus> {
  const { rows: texts } = await database.query<SampledText>(
    `SELECT v.title, v.summary, v.body FROM documents d
     JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
     WHERE d.state = 'PUBLISHED' AND d.level = 'PUBLIC' ORDER BY md5(d.id::text) LIMIT ${SAMPLE}`,
  );
  const counts = new Map<string, number>();
  for (const { title, summary, body } of texts) {
    const words = new Set(wordsOf(`${title} ${summary} ${body}`).map((word) => word.toLowerCase()));
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const inBand = ([least, most]: readonly [number, number]): string[] =>
    [...counts]
      .filter(([word, count]) => {
        const share = count / texts.length;
        return word.length >= SHORTEST && share > least && share <= most;
      })
      .map(([word]) => word)
      .sort();
  return {
    texts,
    words: { rare: inBand(BANDS.rare), middle: inBand(BANDS.middle), common: inBand(BANDS.common) },
    has: (word) => counts.has(word),
  };
}

/** The words of a text, without its Markdown. */
export function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z]+/g) ?? [];
}
