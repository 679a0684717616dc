import type { SearchEngine } from '../../libs/search/engine.ts';
import { benchOf } from './contract/bench.ts';
import { describeFilters } from './contract/filters.ts';
import { describeHits } from './contract/hits.ts';
import { describeKeeping } from './contract/keeping.ts';
import { describeLanguage } from './contract/language.ts';
import { describeSuggestions } from './contract/suggestions.ts';
import { describeWords } from './contract/words.ts';

/**
 * What every engine must do, whatever it is made of. `makeEngine` gives one that is not yet open; it is
 * emptied before each test.
 */
export function describeEngine(name: string, makeEngine: () => SearchEngine): void {
  describe(`the ${name} engine`, () => {
    let engine: SearchEngine;
    beforeAll(async () => {
      engine = makeEngine();
      await engine.open();
    });
    beforeEach(() => engine.reset());
    afterAll(() => engine.close());

    const bench = benchOf(() => engine);
    describeKeeping(bench);
    describeWords(bench);
    describeLanguage(bench);
    describeFilters(bench);
    describeHits(bench);
    describeSuggestions(bench);
  });
}
