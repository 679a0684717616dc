import { readSettings } from '#config';
import { NoticeWorker } from '#notices';
import { follow } from '../support/following.ts';
import { Mailbox } from '../support/mailbox.ts';
import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { trailOf } from '../unit/support/database.ts';

const ERRORS = 'userErrors { code message field }';
const CHANGE = `mutation($email: EmailFrequency!) { notificationSettingsChange(email: $email) {
  notificationSettings { email emailAvailable emailFailing } ${ERRORS} } }`;
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

let app: TestApp;
let mailbox: Mailbox;
let owner: Publisher;
let home: { id: string };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await TestApp.start({
    ...{ SMTP_URL: mailbox.url, MAIL_FROM: 'Precedent <notices@precedent.example>' },
    PUBLIC_URL: 'https://precedent.example',
  });
  owner = await Publisher.of(app);
  home = await app.institution();
});
afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

/** Somebody who follows a topic and wants mail. */
async function subscriber(topic: string, email: string): Promise<Person> {
  const person = await app.person(home, 'READER');
  await follow(person, { topic });
  await mutate(person.client, CHANGE, { email });
  return person;
}

const amber = (): object => ({ level: 'GROUPS', tlp: 'AMBER', institutionIds: [home.id] });
const change = (id: string, call: string): Promise<any> =>
  mutate(owner.publisher.client, `mutation($id: ID!) { ${call} { document { id } ${ERRORS} } }`, { id });

test('nobody gets mail who has not asked for it', async () => {
  const person = await app.person(home, 'READER');
  await follow(person, { topic: 'quiet' });
  await owner.publish({ topics: ['quiet'], sharing: { level: 'COMMUNITY' } });
  await app.tell();
  expect(mailbox.to(person.email)).toEqual([]);
  expect(await person.client.ask('{ notificationSettings { email emailAvailable } }')).toEqual({
    notificationSettings: { email: 'OFF', emailAvailable: true },
  });
});

test('a mail has title and link of what is AMBER, and the summary of what is GREEN', async () => {
  const person = await subscriber('labels', 'IMMEDIATE');
  const first = await owner.publish({
    ...{ title: 'Amber title', summary: 'Amber summary', body: 'Amber body', topics: ['labels'] },
    sharing: amber(),
  });
  await owner.publish({
    ...{ title: 'Green title', summary: 'Green summary', topics: ['labels'] },
    sharing: { level: 'COMMUNITY' },
  });
  await app.index();
  await app.tell();

  const text = mailbox
    .to(person.email)
    .map(({ raw }) => raw)
    .join('\n');
  expect(text).toContain('From: Precedent <notices@precedent.example>');
  expect(text).toContain('Subject: [TLP:AMBER] Precedent:');
  expect(text).toContain(`https://precedent.example/documents/${first}`);
  for (const said of ['Amber title', 'Green title', 'Green summary']) expect(text).toContain(said);
  expect(text).not.toMatch(/Amber (summary|body)/);
});

test('what was withdrawn or narrowed before the mail goes is not in it', async () => {
  const person = await subscriber('fleeting', 'DAILY');
  const gone = await owner.publish({ title: 'Withdrawn title', topics: ['fleeting'], sharing: amber() });
  const hidden = await owner.publish({ title: 'Narrowed title', topics: ['fleeting'], sharing: amber() });
  await app.tell();
  await change(gone, 'documentWithdraw(id: $id, reason: "A secret reason")');
  await change(hidden, 'documentShare(id: $id, sharing: { level: INSTITUTION })');
  await app.tell();
  expect(mailbox.to(person.email)).toEqual([]);

  app.clock.advance(DAY);
  await app.tell();
  const [mail, ...more] = mailbox.to(person.email);
  expect(more).toEqual([]);
  expect(mail!.raw).toContain('Withdrawn (TLP:AMBER)');
  expect(mail!.raw).toContain(gone);
  expect(mail!.raw).not.toMatch(/Withdrawn title|Narrowed title|secret reason/);
  expect(mail!.raw).not.toContain(hidden);
});

test('daily mail comes once a day and weekly mail once a week, with all that has happened', async () => {
  const [daily, weekly] = [await subscriber('digest', 'DAILY'), await subscriber('digest', 'WEEKLY')];
  for (const title of ['First', 'Second']) {
    await owner.publish({ title, topics: ['digest'], sharing: { level: 'COMMUNITY' } });
  }
  await app.tell();
  app.clock.advance(DAY);
  await app.tell();
  await app.tell();
  expect(mailbox.to(daily.email)).toHaveLength(1);
  expect(mailbox.to(daily.email)[0]!.raw).toMatch(/2 notices[^]*First[^]*Second/);

  app.clock.advance(7 * DAY);
  await app.tell();
  expect(mailbox.to(daily.email)).toHaveLength(1);
  expect(mailbox.to(weekly.email)).toHaveLength(1);
});

test('what has been read is not mailed, nor what was told before mail was wanted', async () => {
  const person = await app.person(home, 'READER');
  await follow(person, { topic: 'read' });
  await owner.publish({ title: 'Early', topics: ['read'], sharing: { level: 'COMMUNITY' } });
  await app.tell();
  app.clock.advance(MINUTE);
  await mutate(person.client, CHANGE, { email: 'DAILY' });
  await owner.publish({ title: 'Seen', topics: ['read'], sharing: { level: 'COMMUNITY' } });
  await app.tell();
  await mutate(person.client, `mutation { notificationsMarkRead { done ${ERRORS} } }`, {});
  await owner.publish({ title: 'Unseen', topics: ['read'], sharing: { level: 'COMMUNITY' } });
  await app.tell();
  app.clock.advance(DAY);
  await app.tell();
  expect(mailbox.to(person.email)).toHaveLength(1);
  expect(mailbox.to(person.email)[0]!.raw).toContain('Unseen');
  expect(mailbox.to(person.email)[0]!.raw).not.toMatch(/Early|Seen/);
});

test('a mail that fails is tried again, later each time, and the person sees that it fails', async () => {
  const person = await subscriber('failing', 'IMMEDIATE');
  await owner.publish({ topics: ['failing'], sharing: { level: 'COMMUNITY' } });
  const settings = (): Promise<any> => person.client.ask('{ notificationSettings { emailFailing } }');
  mailbox.failures = 2;
  await app.tell();
  expect(mailbox.failures).toBe(1);
  expect(await settings()).toEqual({ notificationSettings: { emailFailing: true } });
  await app.tell();
  expect(mailbox.failures).toBe(1);

  app.clock.advance(MINUTE);
  await app.tell();
  expect(mailbox.failures).toBe(0);
  app.clock.advance(MINUTE);
  await app.tell();
  expect(mailbox.to(person.email)).toEqual([]);
  app.clock.advance(2 * MINUTE);
  await app.tell();
  expect(mailbox.to(person.email)).toHaveLength(1);
  expect(await settings()).toEqual({ notificationSettings: { emailFailing: false } });
});

test('two workers send one mail', async () => {
  const people = [await subscriber('crowd', 'DAILY'), await subscriber('crowd', 'DAILY')];
  await owner.publish({ topics: ['crowd'], sharing: { level: 'COMMUNITY' } });
  await app.tell();
  app.clock.advance(DAY + HOUR);
  const worker = app.app.get(NoticeWorker);
  await Promise.all([worker.drain(), worker.drain(), worker.drain()]);
  for (const person of people) expect(mailbox.to(person.email)).toHaveLength(1);
});

test('changes of the settings and mails are in the trail', async () => {
  const person = await subscriber('trail', 'IMMEDIATE');
  await owner.publish({ topics: ['trail'], sharing: { level: 'COMMUNITY' } });
  await app.tell();
  await mutate(person.client, CHANGE, { email: 'OFF' });
  const events = (await trailOf(app.databaseUrl, person.userId)).map((line) => line.event);
  expect(events.slice(-3)).toEqual([
    'notification_settings.changed',
    'digest.sent',
    'notification_settings.changed',
  ]);
});

test('without a server nobody can ask for mail', async () => {
  const silent = await TestApp.start();
  try {
    const person = await silent.person(await silent.institution(), 'READER');
    expect(await refusal(person.client, CHANGE, { email: 'DAILY' })).toEqual(['STATE']);
    expect(await mutate(person.client, CHANGE, { email: 'OFF' })).toMatchObject({ emailAvailable: false });
  } finally {
    await silent.stop();
  }
});

test.each([
  [{ SMTP_URL: 'smtp://mail.example' }, /MAIL_FROM: must be set/],
  [{ SMTP_URL: 'http://mail.example', MAIL_FROM: 'a@b.example' }, /SMTP_URL/],
  [{ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'Nobody' }, /MAIL_FROM: must be an address/],
  [{ PUBLIC_URL: 'precedent' }, /PUBLIC_URL/],
])('unusable settings are refused at start: %j', (environment, message) => {
  expect(() => readSettings(environment)).toThrow(message);
});
