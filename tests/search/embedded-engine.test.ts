import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isIn } from '#access';
import { BadInput } from '#kernel';
import { EmbeddedEngine } from '../../libs/search/embedded/embedded-engine.ts';
import type { EngineRequest, EngineResult } from '../../libs/search/engine.ts';
import { anything } from './contract/bench.ts';
import { describeEngine } from './engine-contract.ts';
import { indexedDocument } from './indexed-document.ts';

const folder = mkdtempSync(join(tmpdir(), 'precedent-index-'));
let files = 0;
const newPath = () => join(folder, String(++files));
const fileIn = (path: string) => join(path, readFileSync(join(path, 'current'), 'utf8'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeEngine('embedded', () => new EmbeddedEngine(newPath()));

const engines: EmbeddedEngine[] = [];
afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.close())));

function engineAt(path: string): EmbeddedEngine {
  const engine = new EmbeddedEngine(path);
  engines.push(engine);
  return engine;
}

function ask(
  engine: EmbeddedEngine,
  text: string,
  given: Partial<EngineRequest> = {},
): Promise<EngineResult> {
  return engine.search({ ...anything(text), ...given });
}

const lasers = (count: number) =>
  Array.from({ length: count }, () => indexedDocument({ title: 'Lasers', body: 'x '.repeat(600) }));

describe('the file of the embedded engine', () => {
  test('keeps contents and generation, and leaves no log behind when it is closed', async () => {
    const path = newPath();
    const first = engineAt(path);
    await first.open();
    await first.upsert([indexedDocument({ id: 'a', title: 'Lasers' })]);
    await ask(first, 'lasers');
    const generation = await first.generation();
    await first.close();
    expect(() => statSync(`${fileIn(path)}-wal`)).toThrow('ENOENT');
    const second = engineAt(path);
    expect((await ask(second, 'lasers')).total).toBe(1);
    expect(await second.generation()).toBe(generation);
  });

  test('may be used by two engines at once, also across a reset', async () => {
    const path = newPath();
    const [one, two] = [engineAt(path), engineAt(path)];
    await Promise.all([one.open(), two.open()]);
    await one.upsert([indexedDocument({ title: 'Lasers' })]);
    expect((await ask(two, 'lasers')).total).toBe(1);
    await Promise.all([one.upsert(lasers(300)), two.upsert(lasers(300))]);
    expect((await ask(two, 'lasers')).total).toBe(601);
    await two.reset();
    expect((await ask(one, 'lasers')).total).toBe(0);
    expect(await one.generation()).toBe(await two.generation());
    await one.upsert([indexedDocument({ title: 'Lasers' })]);
    expect((await ask(two, 'lasers')).total).toBe(1);
  });

  test('of another definition starts anew with another generation', async () => {
    const path = newPath();
    const first = engineAt(path);
    await first.upsert(lasers(1));
    const generation = await first.generation();
    await first.close();
    const database = new DatabaseSync(fileIn(path));
    database.exec(`UPDATE meta SET definition = 'another'`);
    database.close();
    const second = engineAt(path);
    await second.open();
    expect((await second.contents()).size).toBe(0);
    expect(await second.generation()).not.toBe(generation);
  });

  test('that is no database starts anew', async () => {
    const path = newPath();
    await engineAt(path).open();
    await engines.pop()!.close();
    writeFileSync(fileIn(path), 'This is not a database. '.repeat(1_000));
    const engine = engineAt(path);
    await engine.upsert(lasers(1));
    expect((await ask(engine, 'lasers')).total).toBe(1);
  });

  test('that is damaged inside fails one call, and starts anew with the next', async () => {
    const path = newPath();
    const first = engineAt(path);
    await first.upsert(lasers(2_000));
    const generation = await first.generation();
    await first.close();
    // The definition is on the first pages and stays whole; everything behind them is lost.
    const size = statSync(fileIn(path)).size;
    const database = new DatabaseSync(fileIn(path));
    const pages = Number(database.prepare(`SELECT max(rootpage) AS last FROM sqlite_master`).get()!.last);
    database.close();
    const file = openSync(fileIn(path), 'r+');
    writeSync(file, Buffer.alloc(size - pages * 4096, 0xa5), 0, undefined, pages * 4096);
    closeSync(file);
    const second = engineAt(path);
    await expect(ask(second, 'lasers')).rejects.toMatchObject({ errcode: expect.any(Number) });
    expect(await second.generation()).not.toBe(generation);
    expect((await ask(second, 'lasers')).total).toBe(0);
    await second.upsert(lasers(1));
    expect((await ask(second, 'lasers')).total).toBe(1);
  });

  test('that cannot be made is an error of open, and of every call', async () => {
    const path = newPath();
    writeFileSync(join(folder, 'file'), '');
    const engine = engineAt(join(folder, 'file', 'search.db'));
    await expect(engine.open()).rejects.toThrow(/ENOTDIR|EEXIST/);
    await expect(ask(engine, 'x')).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(() => statSync(path)).toThrow('ENOENT');
  });
});

describe('the embedded engine', () => {
  test('searches while it indexes, and runs searches side by side', async () => {
    const engine = engineAt(newPath());
    await engine.upsert(lasers(1_500));
    const indexing = engine.upsert(lasers(1_500));
    const results = await Promise.all(Array.from({ length: 12 }, () => ask(engine, 'lasers')));
    expect(results.every(({ total }) => total >= 1_500)).toBe(true);
    await indexing;
    expect((await ask(engine, 'lasers')).total).toBe(3_000);
  });

  test('indexes all of a call or, for a document that it cannot take, none of it', async () => {
    const engine = engineAt(newPath());
    const broken = indexedDocument({ visibleUntil: new Date(Number.NaN) });
    await expect(engine.upsert([...lasers(3), broken])).rejects.toThrow('not a moment');
    expect((await engine.contents()).size).toBe(0);
  });

  test('answers what it was asked before it was closed, and nothing afterwards', async () => {
    const engine = engineAt(newPath());
    await engine.upsert(lasers(10));
    const asked = Array.from({ length: 5 }, () => ask(engine, 'lasers'));
    await new Promise(setImmediate);
    await engine.close();
    for (const { total } of await Promise.all(asked)) expect(total).toBe(10);
    await expect(ask(engine, 'lasers')).rejects.toThrow('closed');
    await expect(engine.open()).rejects.toThrow('closed');
    await engine.close();
  });

  test.each([[[]], [['a', 'b']], [[1]], [[1, 2]], [[Number.NaN, 'a']], [[1, 'a', 'b']]])(
    'the position %j is refused',
    async (after) => {
      const engine = engineAt(newPath());
      await expect(ask(engine, 'lasers', { after })).rejects.toThrow(BadInput);
    },
  );

  test('ranks as if unreadable documents did not exist', async () => {
    const engine = engineAt(newPath());
    await engine.upsert([
      indexedDocument({ id: 'a', body: 'A laser, and some optics of which there is much to say.' }),
      indexedDocument({ id: 'b', body: 'A telescope, and some optics of which there is much to say.' }),
      indexedDocument({ id: 'c', body: 'Some optics.' }),
    ]);
    const given = { filter: isIn('level', ['PUBLIC']) };
    const texts = ['laser telescope', 'telescope optics', '"some optics" laser', 'optics-laser'];
    const before = await Promise.all(texts.map((text) => ask(engine, text, given)));
    await engine.upsert(
      Array.from({ length: 400 }, () =>
        indexedDocument({
          level: 'INSTITUTION',
          title: 'Telescope',
          body: 'Some optics for a telescope. '.repeat(30),
        }),
      ),
    );
    expect(await Promise.all(texts.map((text) => ask(engine, text, given)))).toEqual(before);
  });

  test('shows a passage of a text without blanks that is not longer than others', async () => {
    const engine = engineAt(newPath());
    await engine.upsert([indexedDocument({ title: 'One', body: `laser ${'汉'.repeat(50_000)} laser` })]);
    expect((await ask(engine, 'laser')).hits[0]!.snippet.length).toBeLessThan(700);
    expect((await ask(engine, '')).hits[0]!.snippet.length).toBeLessThan(300);
  });

  test('WHO in capitals is a name, "who" is not', async () => {
    const engine = engineAt(newPath());
    await engine.upsert([
      indexedDocument({ id: 'name', body: 'A note of the WHO.' }),
      indexedDocument({ id: 'visits', body: 'Visits.' }),
    ]);
    expect((await ask(engine, 'WHO visits')).total).toBe(2);
    expect((await ask(engine, 'who visits')).hits.map((hit) => hit.id)).toEqual(['visits']);
  });
});
