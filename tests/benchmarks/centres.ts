/**
 * How fast figures and network of 2,000 invented joint centres of 1,200 organisations are worked out, asked
 * over HTTP of the built command on an embedded server of its own. Prints a line of JSON;
 * `npm run bench:centres` builds and runs it. BENCH_CENTRES asks for another number of centres.
 */
import { DISCIPLINES, TECHNOLOGY_AREAS } from '#kernel';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrecedentHome } from '../support/precedent-process.ts';
import { Api } from './support/api.ts';
import { conditionsLine, print, rounded, say } from './support/output.ts';
import { latency } from './support/statistics.ts';

const CENTRES = Number(process.env.BENCH_CENTRES ?? 2_000);
const ORGANISATIONS = 600;
const ROUNDS = 20;
const EMAIL = 'bench@example.org';

const NODE = 'key name sides centres degree weightedDegree';
const QUESTIONS = {
  statistics: `{ jointCentreStatistics { centres perYear { year founded cumulative } byDiscipline { value count }
    byDisciplineGroup { group percent } bySector { value count } regionBands { label regions } byFunder { value count } } }`,
  network: `{ collaborationNetwork { organisations { ${NODE} } links { source target weight } components { size }
    concentration { percent } } }`,
  networkWithBetweenness: `{ collaborationNetwork { organisations { ${NODE} betweenness } links { source target weight }
    components { size } concentration { percent } } }`,
  page: `{ jointCentres(first: 100, orderBy: FOUNDED) { edges { node { name foundedYear organisations { name }
    partners { name } institution { name } sharing { level tlp } } } } }`,
};

/** The same for the same number. A few organisations take part in much, most in little. */
function centre(number: number): object {
  const pick = (step: number): number => ((number * step + 17) % 9_973) / 9_973;
  const organisation = (side: string, step: number): string =>
    `${side} University ${Math.floor(ORGANISATIONS * pick(step) ** 1.8)}`;
  return {
    ...{ externalId: `bench-${number}`, name: `Joint centre ${number}`, region: `Region ${number % 30}` },
    foundedYear: 2000 + (number % 25),
    organisations: [organisation('Home', 7_919), ...(number % 3 ? [] : [organisation('Home', 3_571)])],
    partners: [organisation('Away', 6_211), ...(number % 4 ? [] : [organisation('Away', 5_003)])],
    disciplines: [DISCIPLINES[number % DISCIPLINES.length]],
    technologyAreas: [TECHNOLOGY_AREAS[number % TECHNOLOGY_AREAS.length]],
    funders: [`Fund ${number % 12}`],
  };
}

async function fill(home: PrecedentHome): Promise<number> {
  const institution = ['--slug', 'bench', '--name', 'Bench', '--kind', 'UNIVERSITY', '--country', 'GB'];
  await home.must('institution', 'create', ...institution);
  await home.must('user', 'create', '--email', EMAIL, '--name', 'Bench');
  await home.must('membership', 'grant', '--email', EMAIL, '--institution', 'bench', '--role', 'PUBLISHER');
  const file = join(home.folder, 'centres.jsonl');
  const lines = Array.from({ length: CENTRES }, (_, index) => JSON.stringify(centre(index)));
  writeFileSync(file, lines.join('\n'));
  const started = performance.now();
  say(await home.must('import', 'centres', file, '--institution', 'bench', '--as', EMAIL));
  return performance.now() - started;
}

const home = new PrecedentHome();
try {
  const imported = await fill(home);
  const { url, child } = await home.serve('--no-demo');
  const api = new Api(url, await home.must('token', 'create', '--email', EMAIL));
  const times: Record<string, object> = {};
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const durations: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      durations.push((await api.timed(question)).milliseconds);
    }
    const { p50, p95, max } = latency(durations);
    times[name] = { p50: rounded(p50), p95: rounded(p95), max: rounded(max) };
  }
  const { collaborationNetwork: network } = await api.ask(
    '{ collaborationNetwork { organisations { key } links { weight } } }',
  );
  const [organisations, links] = [network.organisations.length, network.links.length];
  print(
    JSON.stringify({
      ...{ centres: CENTRES, organisations, links, importSeconds: rounded(imported / 1_000) },
      ...{ milliseconds: times, conditions: conditionsLine() },
    }),
  );
  api.close();
  await home.end(child, 'SIGTERM');
} finally {
  await home.remove();
}
