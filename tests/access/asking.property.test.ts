import fc from 'fast-check';
import { Issuer, myResponse, statusesOf } from '../support/advisories.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const ERRORS = 'userErrors { code message field }';
const SHOW_STUB = `mutation($id: ID!) { documentShowStub(id: $id, title: "A stub") { document { id } ${ERRORS} } }`;
const REQUEST = `mutation($id: ID!) { accessRequest(documentId: $id, reason: "x") { accessRequest { id } ${ERRORS} } }`;
const GRANT = `mutation($id: ID!, $until: DateTime!) {
  accessRequestDecide(id: $id, decision: GRANT, expiresAt: $until) { accessRequest { id } ${ERRORS} } }`;
const KINDS = ['UNIVERSITY', 'FUNDER', 'RESEARCH_INSTITUTE'] as const;
const HOUR = 3_600_000;

let app: TestApp;
let issuer: Issuer;
/** One publisher of each institution, by its id. */
let publishers: Map<string, Person>;
let institutionIds: string[];
let groupIds: string[];

beforeAll(async () => {
  app = await TestApp.start();
  issuer = await Issuer.of(app);
  publishers = new Map();
  for (const kind of [...KINDS, ...KINDS]) {
    const institution = await app.institution({ kind });
    publishers.set(institution.id, await app.person(institution, 'PUBLISHER'));
  }
  institutionIds = [...publishers.keys()];
  const [one, two, three] = institutionIds.map((id) => ({ id }));
  groupIds = [
    await app.group('First', one!, [two!, issuer.people.institution]),
    await app.group('Second', issuer.people.institution, [three!]),
  ];
});
afterAll(() => app?.stop());

/** Reads the advisory, as a member of the institution. */
async function reads(person: Person, id: string): Promise<boolean> {
  return (await person.client.ask('query($id: ID!) { document(id: $id) { id } }', { id })).document !== null;
}

/** Grants an institution access to what it does not read; does nothing where it does. */
async function grant(id: string, institutionId: string): Promise<void> {
  const asker = publishers.get(institutionId)!;
  if (await reads(asker, id)) return;
  await mutate(issuer.people.publisher.client, SHOW_STUB, { id });
  const request = await mutate(asker.client, REQUEST, { id });
  const until = new Date(app.clock.now().getTime() + HOUR).toISOString();
  await mutate(issuer.people.publisher.client, GRANT, { id: request.id, until });
}

const sharings = fc.record({
  level: fc.constantFrom('GROUPS', 'GROUPS', 'COMMUNITY', 'COMMUNITY', 'INSTITUTION', 'PUBLIC'),
  listed: fc.subarray([0, 1, 2, 3, 4, 5], { maxLength: 3 }),
  groups: fc.subarray([0, 1]),
  kinds: fc.subarray([...KINDS]),
  excluded: fc.subarray([0, 1, 2, 3, 4, 5], { maxLength: 2 }),
  minimumRole: fc.constantFrom('READER', 'REVIEWER', 'PUBLISHER'),
  opensIn: fc.constantFrom(null, null, null, HOUR),
  granted: fc.option(fc.nat({ max: 5 })),
});

test('the issuer is told of exactly those institutions that see themselves asked, and these read it', async () => {
  await fc.assert(
    fc.asyncProperty(sharings, async ({ level, granted, ...drawn }) => {
      const pick = (places: number[]): string[] => places.map((place) => institutionIds[place]!);
      const from = drawn.opensIn && new Date(app.clock.now().getTime() + drawn.opensIn).toISOString();
      const id = await issuer.issue({
        ...{ level, institutionIds: pick(drawn.listed), groupIds: drawn.groups.map((one) => groupIds[one]!) },
        ...{ kinds: drawn.kinds, excludedInstitutionIds: pick(drawn.excluded) },
        ...{ minimumRole: drawn.minimumRole, visibleFrom: from },
      });
      const isOpen = from === null && level !== 'PUBLIC';
      if (granted !== null && isOpen && !drawn.excluded.includes(granted)) {
        await grant(id, institutionIds[granted]!);
      }
      const told = Object.keys(await statusesOf(issuer.people.publisher, id)).sort();
      const [asked, readers]: [string[], string[]] = [[], []];
      for (const [institutionId, person] of publishers) {
        if (await myResponse(person.client, id)) asked.push(institutionId);
        if (await reads(person, id)) readers.push(institutionId);
      }
      expect(asked.sort()).toEqual(told);
      expect(readers.sort()).toEqual(told);
      app.clock.advance(2 * HOUR);
    }),
    { numRuns: 20 },
  );
});

test('a grant that runs out asks no more', async () => {
  const { institution, publisher } = await Publisher.of(app);
  publishers.set(institution.id, publisher);
  const id = await issuer.issue({ level: 'INSTITUTION' });
  await grant(id, institution.id);
  expect(await statusesOf(issuer.people.publisher, id)).toEqual({ [institution.id]: 'PENDING' });
  app.clock.advance(HOUR);
  expect(await statusesOf(issuer.people.publisher, id)).toEqual({});
});
