import { newId } from '#kernel';
import fc from 'fast-check';
import { TestApp } from '../support/test-app.ts';
import { entry, TrailBench } from './support/trail.ts';

/** A small history: which of a few chains each event belongs to, and after which of them all is sealed. */
const history = fc.array(fc.record({ chain: fc.nat({ max: 2 }), seals: fc.boolean() }), {
  minLength: 4,
  maxLength: 20,
});

/** What somebody with every right over the database can do to a row. `at` picks the row, `other` another one. */
interface Row {
  event_id: string;
  chain: string;
  position: string;
}
type Tampering = (row: Row, last: Row) => string[];

const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'another person': ({ event_id }) => [
    `UPDATE audit_events SET user_id = gen_random_uuid() WHERE id = ${event_id}`,
  ],
  'another time': ({ event_id }) => [
    `UPDATE audit_events SET at = at + interval '1 microsecond' WHERE id = ${event_id}`,
  ],
  'another event': ({ event_id }) => [`UPDATE audit_events SET event = event || 'x' WHERE id = ${event_id}`],
  'other details': ({ event_id }) => [
    `UPDATE audit_events SET details = details || '{"version": 2}' WHERE id = ${event_id}`,
  ],
  'another outcome': ({ event_id }) => [`UPDATE audit_events SET outcome = 'DENIED' WHERE id = ${event_id}`],
  'another place': ({ event_id }) => [`UPDATE audit_events SET origin = 'elsewhere' WHERE id = ${event_id}`],
  'another subject': ({ event_id }) => [
    `UPDATE audit_events SET subject_id = gen_random_uuid() WHERE id = ${event_id}`,
  ],
  'another institution': ({ event_id }) => [
    `UPDATE audit_events SET institution_id = gen_random_uuid() WHERE id = ${event_id}`,
  ],
  'an event less': ({ event_id }) => [`DELETE FROM audit_events WHERE id = ${event_id}`],
  'an event and its link less': ({ event_id }) => [
    `DELETE FROM audit_events WHERE id = ${event_id}`,
    `DELETE FROM audit_links WHERE event_id = ${event_id}`,
  ],
  'a link less': ({ event_id }) => [`DELETE FROM audit_links WHERE event_id = ${event_id}`],
  'another hash': ({ event_id }) => [
    `UPDATE audit_links SET hash = sha256(hash) WHERE event_id = ${event_id}`,
  ],
  'the tail cut off, with all that leads to it': ({ chain, position }) => [
    `DELETE FROM audit_events WHERE id IN (SELECT event_id FROM audit_links WHERE chain = '${chain}' AND position >= ${position})`,
    `DELETE FROM audit_links WHERE chain = '${chain}' AND position >= ${position}`,
  ],
  'the whole chain gone, but for its checkpoints': ({ chain }) => [
    `DELETE FROM audit_events WHERE id IN (SELECT event_id FROM audit_links WHERE chain = '${chain}')`,
    `DELETE FROM audit_links WHERE chain = '${chain}'`,
  ],
  'all moved up over a gap': ({ chain, position, event_id }) => [
    `DELETE FROM audit_events WHERE id = ${event_id}`,
    `DELETE FROM audit_links WHERE event_id = ${event_id}`,
    `UPDATE audit_links SET position = -position WHERE chain = '${chain}' AND position > ${position}`,
    `UPDATE audit_links SET position = -position - 1 WHERE chain = '${chain}' AND position < 0`,
  ],
  'two events exchanged': ({ event_id, chain, position }, last) =>
    last.event_id === event_id
      ? [`DELETE FROM audit_links WHERE event_id = ${event_id}`]
      : [
          `UPDATE audit_links SET event_id = -1 WHERE event_id = ${event_id}`,
          `UPDATE audit_links SET event_id = ${event_id} WHERE event_id = ${last.event_id}`,
          `UPDATE audit_links SET event_id = ${last.event_id} WHERE chain = '${chain}' AND position = ${position}`,
        ],
};

let app: TestApp;
let bench: TrailBench;
beforeAll(async () => {
  app = await TestApp.start();
  bench = new TrailBench(app);
});
afterAll(() => app.stop());

/** The trail as if nothing had ever been written. */
function begin(): Promise<void> {
  return bench.tamper(
    ...['audit_events', 'audit_links', 'audit_checkpoints', 'audit_unsealed'].map(
      (table) => `DELETE FROM ${table}`,
    ),
  );
}

async function write(steps: readonly { chain: number; seals: boolean }[]): Promise<void> {
  const chains = [null, newId(), newId()];
  for (const { chain, seals } of steps) {
    await bench.note(
      entry({ institutionId: chains[chain] ?? null, details: { version: 1, name: 'é\u2028"' } }),
    );
    if (seals) await bench.seal();
  }
  await bench.seal();
}

const sealed = (): Promise<Row[]> =>
  bench.rows<Row>('SELECT event_id, chain, position FROM audit_links ORDER BY chain, position');

test('whatever was written, and however it was sealed, verifies', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      await begin();
      await write(steps);
      const kept = await bench.checkpoint();
      expect(await bench.verify(kept)).toEqual([]);
      expect(await sealed()).toHaveLength(steps.length);
    }),
    { numRuns: 6 },
  );
});

test.each(Object.keys(TAMPERINGS))('%s is found', async (name) => {
  await fc.assert(
    fc.asyncProperty(history, fc.nat(), async (steps, pick) => {
      await begin();
      await write(steps);
      await bench.checkpoint();
      const rows = await sealed();
      const row = rows[pick % rows.length]!;
      const last = rows.findLast(({ chain }) => chain === row.chain)!;
      await bench.tamper(...TAMPERINGS[name]!(row, last));
      const findings = await bench.verify();
      // Nothing before the row that was touched is blamed, and what is blamed is of the same chain, if of any.
      expect(findings).not.toEqual([]);
      for (const found of findings.filter(({ position }) => position !== null)) {
        expect(found.chain).toBe(row.chain);
        expect(BigInt(found.position!)).toBeGreaterThanOrEqual(BigInt(row.position));
      }
    }),
    { numRuns: 2 },
  );
});

test('the first row that was changed is named, with its chain', async () => {
  await begin();
  const chain = newId();
  for (let count = 0; count < 5; count += 1) await bench.note(entry({ institutionId: chain }));
  await bench.seal();
  const row = (await sealed())[2]!;
  await bench.tamper(
    `UPDATE audit_events SET event = 'nothing.happened' WHERE id >= ${row.event_id} AND institution_id = '${chain}'`,
  );
  expect(await bench.verify()).toMatchObject([{ chain, position: '3', eventId: row.event_id }]);
});

test('a chain that was computed anew throughout contradicts the signed checkpoints', async () => {
  await begin();
  const chain = newId();
  for (let count = 0; count < 5; count += 1) await bench.note(entry({ institutionId: chain }));
  await bench.seal();
  const kept = await bench.checkpoint();
  const anew = [
    `UPDATE audit_events SET event = 'nothing.happened' WHERE id = (SELECT min(id) FROM audit_events)`,
    'INSERT INTO audit_unsealed SELECT event_id FROM audit_links',
    'DELETE FROM audit_links',
  ];
  await bench.tamper(...anew);
  await bench.seal();
  expect(await bench.verify()).toMatchObject([{ chain, position: '5' }]);
  // With the checkpoints of the database gone as well, those that were kept elsewhere still tell.
  await bench.tamper('DELETE FROM audit_checkpoints');
  expect(await bench.verify()).toEqual([]);
  expect(await bench.verify(kept)).toMatchObject([{ chain, position: '5' }]);
});

test('a checkpoint that somebody signs with another key is not believed', async () => {
  await begin();
  await bench.note(entry());
  await bench.seal();
  await bench.checkpoint();
  await bench.tamper(
    `UPDATE audit_checkpoints SET signature = set_byte(signature, 3, get_byte(signature, 3) # 1)`,
  );
  expect((await bench.verify())[0]!.what).toMatch(/signature is not valid/);
  const other = await TestApp.start();
  try {
    const theirs = new TrailBench(other);
    await theirs.note(entry());
    await theirs.seal();
    const forged = await theirs.checkpoint();
    await bench.tamper('DELETE FROM audit_checkpoints');
    expect((await bench.verify(forged))[0]!.what).toMatch(/signed with another key/);
  } finally {
    await other.stop();
  }
});

test('an event that its queue never held is found, and one that vanished from before it was sealed', async () => {
  await begin();
  await bench.note(entry());
  await bench.tamper('DELETE FROM audit_unsealed');
  const [loose] = await bench.rows<{ id: string }>('SELECT id FROM audit_events');
  expect(await bench.verify()).toMatchObject([{ chain: null, eventId: loose!.id }]);

  await begin();
  await bench.note(entry());
  const [gone] = await bench.rows<{ id: string }>('SELECT id FROM audit_events');
  await bench.tamper('DELETE FROM audit_events');
  await bench.seal();
  expect(await bench.verify()).toMatchObject([{ chain: null, eventId: gone!.id }]);
});
