/**
 * How fast names are matched against a registry of 100,000 partners: invented ones, with names of the same
 * build, weights and scripts as real ones. Prints a line of JSON; `npm run bench:partners` builds and runs it.
 * Set BENCH_DATABASE_URL to a migrated, empty database; without it the embedded server of a folder of its own.
 */
import 'reflect-metadata';
import { readSettings } from '#config';
import { DatabaseModule, joinEmbeddedServer, migrate } from '#database';
import { PartnerMatcher, PartnersModule, registryRecordOf, RegistryImportsService } from '#partners';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PARTNERS = Number(process.env.BENCH_PARTNERS ?? 100_000);
const ROUNDS = 3;
const BATCH = 500;
const SYLLABLES = 'ka ro mi ten lu sha gor vel nor dim pa zu bek tor lin mar os fen wyn dra hua qing'.split(
  ' ',
);
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

interface Form {
  id: string;
  names: { value: string; types: string[] }[];
}

/** The judged registry again and again, every copy under names and an id of its own. */
function copyOf(form: Form, number: number): object {
  if (number < originals.length) return form;
  const word = [1, 17, 293].map((step) => SYLLABLES[(number * step) % SYLLABLES.length]!).join('');
  const own = word.charAt(0).toUpperCase() + word.slice(1);
  let id = '';
  for (let rest = number; id.length < 6; rest = Math.floor(rest / 32)) id = DIGITS[rest % 32]! + id;
  return {
    ...form,
    id: `https://ror.org/0${id}${String(number % 100).padStart(2, '0')}`,
    names: form.names.map((name) => ({ ...name, value: renamed(name.value, own, number) })),
  };
}

function renamed(value: string, own: string, number: number): string {
  if (/\p{Script=Han}/u.test(value)) return `${String.fromCodePoint(0x4e00 + (number % 6_000))}${value}`;
  return value.includes('University') ? value.replace('University', `${own} University`) : `${own} ${value}`;
}

function lines<T>(name: string): T[] {
  const path = new URL(`../partners/judged/${name}.jsonl`, import.meta.url);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

const originals = lines<Form>('registry');
const texts = lines<{ text: string }>('affiliations').map(({ text }) => text);

async function fill(imports: RegistryImportsService): Promise<void> {
  for (let first = 0; first < PARTNERS; first += BATCH) {
    const forms = Array.from({ length: Math.min(BATCH, PARTNERS - first) }, (_, index) =>
      copyOf(originals[(first + index) % originals.length]!, first + index),
    );
    await imports.importBatch(forms.map(registryRecordOf));
  }
  await imports.finish();
}

async function measure(matcher: PartnerMatcher): Promise<number[]> {
  for (const text of texts) await matcher.match(text, null, 5);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const text of texts) {
      const started = performance.now();
      await matcher.match(text, null, 5);
      times.push(performance.now() - started);
    }
  }
  return times.sort((a, b) => a - b);
}

const folder = mkdtempSync(join(tmpdir(), 'precedent-bench-'));
const server = process.env.BENCH_DATABASE_URL
  ? { url: process.env.BENCH_DATABASE_URL, leave: async () => undefined }
  : await joinEmbeddedServer(folder);
try {
  await migrate(server.url);
  const settings = readSettings({ PRECEDENT_DATA_DIR: folder, LOG_LEVEL: 'silent' });
  const root: DynamicModule = {
    module: PartnersModule,
    imports: [DatabaseModule.forRoot(server.url, settings)],
  };
  const services = await NestFactory.createApplicationContext(root, { logger: false });
  const filling = performance.now();
  await fill(services.get(RegistryImportsService));
  const importSeconds = Math.round((performance.now() - filling) / 1_000);
  const times = await measure(services.get(PartnerMatcher));
  const at = (share: number): number => Math.round(times[Math.floor(times.length * share)]! * 10) / 10;
  const report = {
    partners: PARTNERS,
    importSeconds,
    texts: texts.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
  await services.close();
} finally {
  await server.leave();
  rmSync(folder, { recursive: true, force: true });
}
