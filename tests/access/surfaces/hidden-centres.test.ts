import { randomUUID } from 'node:crypto';
import { changeCentre, recordCentre } from '../../support/centres.ts';
import { ANY_QUERY, TestApp, type Person } from '../../support/test-app.ts';
import type { Aim } from './aim.ts';
import { CENTRE_PROBES } from './centre-probes.ts';

const SECRET = 'quokkarium';
const NOWHERE = 'wallabarium';

describe('every surface of joint centres, aimed at what the caller may not read', () => {
  let app: TestApp;
  let hidden: Record<string, string>;
  let callers: Record<string, Person>;
  let owner: Person;
  /** Partners: of all hidden centres, and of none. */
  let [named, unnamed] = ['', ''];

  beforeAll(async () => {
    app = await TestApp.start(ANY_QUERY);
    const [home, elsewhere, listed] = [
      await app.institution(),
      await app.institution(),
      await app.institution({ kind: 'GOVERNMENT' }),
    ];
    owner = await app.person(home, 'PUBLISHER');
    [named, unnamed] = (await app.partners({}, {})) as [string, string];
    const secret = {
      ...{ name: `${SECRET} centre`, region: SECRET, funders: [SECRET], otherSectors: [SECRET] },
      ...{ foundedYear: 1987, disciplines: ['Immunology'], technologyAreas: ['Defence'] },
      organisations: [{ name: `${SECRET} hospital` }],
      partners: [{ partnerId: named }],
      source: { text: SECRET },
    };
    const hide = (sharing: object): Promise<string> => recordCentre(owner.client, { ...secret, sharing });
    hidden = {
      institution: await hide({ level: 'INSTITUTION' }),
      named: await hide({ level: 'NAMED', membershipIds: [owner.membershipId] }),
      groups: await hide({ level: 'GROUPS', institutionIds: [listed.id] }),
      peers: await hide({ level: 'COMMUNITY', kinds: ['GOVERNMENT'] }),
      excluded: await hide({ level: 'COMMUNITY', excludedInstitutionIds: [elsewhere.id] }),
      notYet: await hide({ level: 'PUBLIC', visibleFrom: '2999-01-01T00:00:00Z' }),
      noLonger: await hide({ level: 'PUBLIC', visibleUntil: '2000-01-01T00:00:00Z' }),
      narrowed: await hide({ level: 'PUBLIC' }),
      deleted: await hide({ level: 'PUBLIC' }),
    };
    const narrow = 'jointCentreShare(id: $id, expectedVersion: 1, sharing: { level: INSTITUTION })';
    expect(await changeCentre(owner.client, narrow, hidden.narrowed!)).toEqual([]);
    const remove = 'jointCentreDelete(id: $id, expectedVersion: 1)';
    expect(await changeCentre(owner.client, remove, hidden.deleted!)).toEqual([]);
    const other = await app.person(elsewhere, 'PUBLISHER');
    await recordCentre(other.client, { name: 'In sight', partners: [{ partnerId: unnamed }] });
    callers = {
      'a reader': await app.person(elsewhere, 'READER'),
      'a publisher': await app.person(elsewhere, 'PUBLISHER', { administrator: true }),
    };
  });
  afterAll(() => app.stop());

  /** The answer to a probe without what differs between any two requests. */
  async function answer(client: Person['client'], coordinate: string, aim: Aim): Promise<string> {
    const { query, variables } = CENTRE_PROBES[coordinate]!;
    const { status, data, errors } = await client.send(query, variables(aim));
    return JSON.stringify({ status, data, errors }).replaceAll(aim.id, '<id>').replaceAll(aim.word, '<word>');
  }

  it.each(Object.keys(CENTRE_PROBES))('%s', async (coordinate) => {
    const institutionId = randomUUID();
    const aim = { institutionId, membershipId: randomUUID(), requestId: randomUUID() };
    const clients = Object.entries(callers).map(([name, { client }]) => ({ name, client }));
    for (const { name, client } of [...clients, { name: 'nobody', client: app.anonymous }]) {
      for (const [how, id] of Object.entries(hidden)) {
        const atHidden = await answer(client, coordinate, { ...aim, id, word: SECRET, partnerId: named });
        const nothing = { id: randomUUID(), word: NOWHERE, partnerId: randomUUID() };
        const atNothing = await answer(client, coordinate, { ...aim, ...nothing });
        expect(`${name}, ${how}: ${atHidden}`).toBe(`${name}, ${how}: ${atNothing}`);
        expect(atHidden).not.toMatch(new RegExp(`${SECRET}|1987|Immunology|Defence`));
      }
    }
  });

  it('would notice: to the owner the same probes show them', async () => {
    const aim = { institutionId: '', membershipId: '', requestId: '', partnerId: named, word: NOWHERE };
    for (const coordinate of Object.keys(CENTRE_PROBES).filter((one) => one.startsWith('Query.'))) {
      const shown = await answer(owner.client, coordinate, { ...aim, id: hidden.institution! });
      expect(shown).toContain(SECRET);
    }
  });
});
