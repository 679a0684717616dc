import { SETTING_NAMES } from '#config';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT, settingsOf, textOf as text } from '../support/deployment-files.ts';

// No container is started here: what the files name must exist, and what they set must be accepted.

interface Service {
  image?: string;
  build?: unknown;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
  healthcheck?: object;
  read_only?: boolean;
}

const compose = parse(text('docker/compose.yaml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const example = text('docker/.env.example');
const dockerfile = text('docker/Dockerfile');
const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'precedent');

/** `${NAME:-default}` with its default, `${NAME:?…}` with something. */
const filledIn = (value: string): string =>
  value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1').replaceAll(/\$\{\w+:\?[^}]*\}/g, 'a secret of some length');

test('there are two of the api, and one worker', () => {
  expect(ours.map(([name, { command }]) => [name, command])).toEqual([
    ['api', ['serve', '--no-worker']],
    ['worker', ['worker']],
  ]);
  expect(compose.services.api).toMatchObject({ deploy: { replicas: 2 }, read_only: true });
});

test.each(ours)('%s: what it sets are settings, and the program takes them', (_, { environment = {} }) => {
  const values = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, filledIn(value)]),
  );
  expect(settingsOf({ ...values, DATABASE_URL: values.DATABASE_URL!.replaceAll(' ', '') })).toMatchObject({
    meiliUrl: 'http://meilisearch:7700',
  });
});

test('every variable that compose asks for stands in the example, and every one there is used', () => {
  const asked = new Set([...text('docker/compose.yaml').matchAll(/\$\{(\w+)/g)].map((match) => match[1]!));
  const given = new Set([...example.matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1]!));
  expect([...given].toSorted()).toEqual([...asked].toSorted());
});

test('what a service depends on is there and says when it is healthy; every volume is declared', () => {
  for (const { depends_on: needs = {}, volumes = [] } of Object.values(compose.services)) {
    for (const [name, { condition }] of Object.entries(needs)) {
      const needed = compose.services[name]!;
      expect(condition).toBe('service_healthy');
      expect(
        needed.healthcheck ?? (needed.image === 'precedent' && dockerfile.includes('HEALTHCHECK')),
      ).toBeTruthy();
    }
    const named = volumes.map((volume) => volume.split(':')[0]!).filter((name) => !name.startsWith('.'));
    expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(named));
    for (const [file] of volumes.map((volume) => volume.split(':')).filter(([name]) => name!.startsWith('.')))
      expect(existsSync(join(ROOT, 'docker', file!))).toBe(true);
  }
});

test('images of others are pinned', () => {
  for (const { image } of Object.values(compose.services)) {
    expect(image === 'precedent' || /:.*\d/.test(image!)).toBe(true);
  }
});

test('the image runs as nobody special, and sets what are settings', () => {
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
  expect(last).toMatch(/^USER node$/m);
  const set = [.../^ENV (.*)$/m.exec(last)![1]!.matchAll(/(\w+)=/g)].map((match) => match[1]!);
  expect([...SETTING_NAMES, 'NODE_ENV']).toEqual(expect.arrayContaining(set));
  for (const [, source] of dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)) {
    for (const path of source!.split(' ')) expect(text('.dockerignore')).toContain(`!${path}`);
  }
});

test('every setting is explained', () => {
  const rows = ['docs/operations.md', 'docs/sign-in.md'].flatMap((path) =>
    text(path).match(/^\| `[A-Z].*$/gm)!,
  );
  const cells = rows.map((row) => row.split('|')[1]!);
  const explained = cells.flatMap((cell) => [...cell.matchAll(/`([A-Z0-9_]+)`/g)].map((match) => match[1]!));
  expect([...new Set(explained)].toSorted()).toEqual([...SETTING_NAMES].toSorted());
});
