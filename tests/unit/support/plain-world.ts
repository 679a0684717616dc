import { randomUUID } from 'node:crypto';
import { rowsOf } from './database.ts';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import { DataSource } from 'typeorm';
import { mustUpload } from '../../support/attachments.ts';
import type { TestApp, Person } from '../../support/test-app.ts';
import type { Operation } from './operations.ts';

/** A small world with one of each thing, and one person who may do everything with them. */
export interface PlainWorld {
  person: Person;
  /** Ids by what they are of. */
  ids: Readonly<Record<Thing, string>>;
}
type Thing =
  | ('partner' | 'institution' | 'guest' | 'membership' | 'group' | 'token' | 'request')
  | ('advisory' | 'question' | 'following' | 'notification' | 'feed' | 'webhook')
  | ('service' | 'serviceToken' | 'scimToken')
  | ('upload' | 'attachment')
  | ('draft' | 'published' | 'second' | 'withdrawn' | 'foreign' | 'centre');

const CREATE = `mutation($input: DocumentCreateInput!) {
  result: documentCreate(input: $input) { document { id } userErrors { code message field } }
}`;
const PUBLISH = mutationOf('documentPublish', 'expectedVersion: 1');
const WITHDRAW = mutationOf('documentWithdraw', 'reason: "Outdated"');
const SHOW_STUB = mutationOf('documentShowStub', 'title: "There is a note"');
const REQUEST = `mutation($id: ID!) {
  result: accessRequest(documentId: $id, reason: "Because") { accessRequest { id } userErrors { code message field } }
}`;
const GRANT = `mutation($id: ID!) {
  result: accessRequestDecide(id: $id, decision: GRANT, expiresAt: "2126-01-01T00:00:00Z") { userErrors { code message field } }
}`;
const ROR_ID = 'https://ror.org/052gg0110';
const CENTRE = `mutation {
  result: jointCentreCreate(input: { name: "A centre" }) { jointCentre { id } userErrors { code message field } }
}`;
const FOLLOW = `mutation($input: FollowInput!) {
  result: follow(input: $input) { following { id } userErrors { code message field } }
}`;
const FEED = 'mutation { result: feedTokenCreate { feedToken { id } userErrors { code message field } } }';
const WEBHOOK = `mutation {
  result: webhookCreate(url: "https://example.org/hook") { webhook { id } userErrors { code message field } }
}`;
const SERVICE = `mutation {
  result: serviceAccountCreate(name: "Program", role: CONTRIBUTOR, scopes: [read, write]) {
    serviceAccount { id } userErrors { code message field } }
}`;
const SERVICE_TOKEN = `mutation($id: ID!) {
  result: serviceAccountTokenCreate(id: $id) { apiToken { id } userErrors { code message field } }
}`;
const SCIM = 'mutation { result: scimTokenCreate { scimToken { id } userErrors { code message field } } }';
const CONTENT = { title: 'A note', summary: 'In short', body: 'At length.', details: { guidance: {} } };
const ADVISORY = { details: { advisory: { severity: 'CAUTION' } } };

export async function plainWorld(app: TestApp): Promise<PlainWorld> {
  const [institution, guest] = [
    await app.institution({ mayIssueAdvisories: true }),
    await app.institution({ mayIssueAdvisories: true }),
  ];
  const person = await app.person(institution, 'PUBLISHER', { administrator: true, auditor: true });
  const colleague = await app.person(institution, 'READER');
  const other = await app.person(guest, 'PUBLISHER');
  const draft = await create(person);
  const [published, second, withdrawn] = [
    await publish(person),
    await publish(person),
    await publish(person),
  ];
  const foreign = await publish(other);
  await run(person, WITHDRAW, { id: withdrawn });
  await run(other, SHOW_STUB, { id: foreign });
  for (const id of [published, second]) await run(person, SHOW_STUB, { id });
  const pending = await run(other, REQUEST, { id: published });
  await grant(person, other, second);
  // Each institution is asked by the other one's advisory, for it has been granted access to it.
  const [advisory, question] = [await publish(person, ADVISORY), await publish(other, ADVISORY)];
  await run(person, SHOW_STUB, { id: advisory });
  await grant(person, other, advisory);
  await run(other, SHOW_STUB, { id: question });
  await grant(other, person, question);
  const [partner] = await app.partners({ id: ROR_ID, name: 'Institut de France', country: 'FR' });
  const centre = await run(person, CENTRE, {});
  const { apiTokenCreate } = await person.client.ask('mutation { apiTokenCreate { apiToken { id } } }');
  await letIn(app, person, institution, published);
  const told = await toldAbout(app, person, await app.person(institution, 'PUBLISHER'));
  const { feedToken } = await run(person, FEED, {});
  const { webhook } = await run(person, WEBHOOK, {});
  const { serviceAccount } = await run(person, SERVICE, {});
  const service = serviceAccount.id;
  const { apiToken: serviceToken } = await run(person, SERVICE_TOKEN, { id: service });
  const { scimToken } = await run(person, SCIM, {});
  const upload = await mustUpload(app, person);
  const ids = {
    ...{ service, serviceToken: serviceToken.id, scimToken: scimToken.id },
    ...{ upload, attachment: await attached(app, person, draft) },
    ...{ ...told, feed: feedToken.id, webhook: webhook.id },
    ...{
      advisory,
      question,
      institution: institution.id,
      guest: guest.id,
      membership: colleague.membershipId,
    },
    ...{
      draft,
      published,
      second,
      withdrawn,
      foreign,
      centre: centre.jointCentre.id,
      request: pending.accessRequest.id,
      token: apiTokenCreate.apiToken.id,
    },
    partner: partner!,
    ...{ group: await app.group('Circle', institution, [guest]) },
  };
  return { person, ids };
}

/** A break-glass access to a document, as the command line would make it. */
async function letIn(
  { databaseUrl }: TestApp,
  operator: Person,
  institution: { id: string },
  documentId: string,
): Promise<void> {
  await rowsOf(
    databaseUrl,
    `INSERT INTO break_glass_accesses (id, document_id, institution_id, operator_id, reason, opened_at, expires_at)
     VALUES ($1, $2, $3, $4, 'For the sake of it', now(), now())`,
    [randomUUID(), documentId, institution.id, operator.userId],
  );
}

/** Lets a person follow what another one of the same institution publishes next. */
async function toldAbout(
  app: TestApp,
  person: Person,
  colleague: Person,
): Promise<Record<'following' | 'notification', string>> {
  const { following } = await run(person, FOLLOW, { input: { topic: 'Told' } });
  await publish(colleague, { topics: ['Told'] });
  await app.tell();
  const { notifications } = await person.client.ask('{ notifications { edges { node { id } } } }');
  return { following: following.id, notification: notifications.edges[0].node.id };
}

/** Gives the first version of a draft an attachment, which by rights only a later one could have. */
async function attached(app: TestApp, person: Person, documentId: string): Promise<string> {
  const id = await mustUpload(app, person);
  const source = app.app.get(DataSource);
  await source.query('UPDATE attachments SET document_id = $2 WHERE id = $1', [id, documentId]);
  await source.query('INSERT INTO document_version_attachments VALUES ($2, 1, $1, 0)', [id, documentId]);
  return id;
}

function mutationOf(name: string, more: string): string {
  return `mutation($id: ID!) { result: ${name}(id: $id, ${more}) { userErrors { code message field } } }`;
}

async function run(person: Person, mutation: string, variables: object): Promise<any> {
  const { result } = await person.client.ask(mutation, variables);
  if (result.userErrors.length > 0) throw new Error(JSON.stringify(result.userErrors));
  return result;
}

/** Lets the asker's institution read what it sees the stub of. */
async function grant(owner: Person, asker: Person, documentId: string): Promise<void> {
  const { accessRequest } = await run(asker, REQUEST, { id: documentId });
  await run(owner, GRANT, { id: accessRequest.id });
}

async function create(person: Person, more: object = {}): Promise<string> {
  return (await run(person, CREATE, { input: { ...CONTENT, ...more } })).document.id;
}

async function publish(person: Person, more: object = {}): Promise<string> {
  const id = await create(person, more);
  await run(person, PUBLISH, { id });
  return id;
}

export const DETAILS = ['guidance', 'caseStudy', 'partnerNote', 'advisory'] as const;
export type DetailsName = (typeof DETAILS)[number];

/** Plain values for all arguments of an operation, the optional ones too. */
export function plainVariables(
  operation: Operation,
  world: PlainWorld,
  details: DetailsName = 'guidance',
): any {
  const value = (type: GraphQLInputType, name: string): unknown => {
    if (isNonNullType(type)) return value(type.ofType, name);
    if (isListType(type)) return [value(type.ofType, name)];
    if (isInputObjectType(type)) {
      const all = Object.values(type.getFields());
      const one = all.find((field) => field.name === details) ?? all[0]!;
      const fields = type.isOneOf ? [one] : all;
      return Object.fromEntries(fields.map((field) => [field.name, value(field.type, field.name)]));
    }
    if (isEnumType(type)) return PLAIN_ENUMS[type.name] ?? type.getValues()[0]!.value;
    if (getNamedType(type).name === 'ID') return plainId(operation.name, name, world);
    // The last administrator may not leave, and so stays in the world.
    if (name === 'confirm') return world.person.email;
    return name in PLAIN ? PLAIN[name] : PLAIN_SCALARS[getNamedType(type).name];
  };
  const { arguments: types } = operation;
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [name, value(type, name)]));
}

const PLAIN_ENUMS: Readonly<Record<string, string>> = {
  ...{
    SharingLevel: 'INSTITUTION',
    TlpLabel: 'AMBER_STRICT',
    Role: 'CONTRIBUTOR',
    InstitutionKind: 'UNIVERSITY',
    JointCentreStatus: 'CLOSED',
    ResponseStatus: 'DONE',
    ServiceScope: 'read',
  },
};
const PLAIN_SCALARS: Readonly<Record<string, unknown>> = {
  ...{
    String: 'Plain text',
    Int: 1,
    Boolean: true,
    DateTime: '2126-03-01T12:00:00Z',
    Date: '2026-03-01',
    Float: 1,
  },
};
/** What must be of a particular shape, by the name of its argument or field. */
const PLAIN: Readonly<Record<string, unknown>> = {
  ...{
    email: 'plain@example.org',
    countries: 'FR',
    country: 'FR',
    language: 'en',
    reliability: 'B',
    credibility: 2,
  },
  ...{
    sourceUrl: 'https://example.org/source',
    ...{ website: 'https://example.org', rorId: ROR_ID, kind: 'label' },
    discipline: 'Engineering',
    technologyAreas: 'Energy',
    first: 10,
  },
  ...{ disciplines: 'Engineering', foundedYear: 2010, closedYear: 2020, url: 'https://example.org/source' },
  ...{ visibleUntil: '2127-01-01T00:00:00Z', effectiveFrom: '2026-01-01T00:00:00Z', after: null },
};

/** The id that makes sense for an argument. */
function plainId(operation: string, argument: string, { ids }: PlainWorld): string {
  if (/^partner/.test(argument) || (argument === 'id' && operation.startsWith('partner'))) return ids.partner;
  if (/excluded/.test(argument)) return ids.guest;
  if (/institution/i.test(argument))
    return /^(sharingGroup|accessGrant)/.test(operation) ? ids.guest : ids.institution;
  if (argument === 'uploadIds') return ids.upload;
  if (argument === 'attachmentIds') return ids.attachment;
  if (/group/i.test(argument)) return ids.group;
  if (/membership|coAuthor/i.test(argument)) return ids.membership;
  if (argument === 'replacementId') return ids.published;
  if (/^(documentWithdraw|accessGrantRevoke)$/.test(operation)) return ids.second;
  if (operation === 'advisoryRespond') return ids.question;
  if (operation.startsWith('advisory')) return ids.advisory;
  if (operation === 'accessRequest') return ids.foreign;
  if (operation === 'accessRequestDecide') return ids.request;
  if (operation.startsWith('jointCentre') && argument === 'id') return ids.centre;
  if (operation === 'unfollow') return ids.following;
  if (operation === 'notificationsMarkRead') return ids.notification;
  if (operation.startsWith('feedToken')) return ids.feed;
  if (operation.startsWith('webhook')) return ids.webhook;
  if (/^serviceAccountToken(Rotate|Revoke)$/.test(operation)) return ids.serviceToken;
  if (operation.startsWith('serviceAccount')) return ids.service;
  if (operation.startsWith('scimToken')) return ids.scimToken;
  if (operation === 'tombstone') return ids.withdrawn;
  if (argument !== 'id') return ids.published;
  if (operation.startsWith('membership')) return ids.membership;
  if (operation.startsWith('sharingGroup')) return ids.group;
  if (operation.startsWith('apiToken')) return ids.token;
  if (operation === 'institution') return ids.institution;
  return /^(document|documentShowStub|documentReaders)$/.test(operation) ? ids.published : ids.draft;
}
