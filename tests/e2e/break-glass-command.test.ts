import { PrecedentHome } from '../support/precedent-process.ts';
import { Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const OPERATOR = 'olive.operator@platform.example';
const REASON = 'A court has asked for this document';

describe('precedent break-glass', () => {
  const home = new PrecedentHome();
  let app: TestApp;
  let owner: Publisher;

  beforeAll(async () => {
    app = await TestApp.start();
    owner = await Publisher.of(app);
    home.useDatabase(app.databaseUrl);
  });
  afterAll(async () => {
    await app.stop();
    await home.remove();
  });

  it('opens, reads, lists and ends, for an operator and nobody else', async () => {
    const document = await owner.draft({ title: 'In work', sharing: { level: 'NAMED' } });
    const open = (email: string): string[] => ['break-glass', 'open', '--document', document, '--as', email];
    const refused = await home.run(...open(owner.publisher.email), '--reason', REASON);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('not the account of an operator');
    await home.must('user', 'create', '--email', OPERATOR, '--name', 'Olive', '--operator');
    expect((await home.run(...open(OPERATOR), '--reason', REASON, '--minutes', 'x')).code).toBe(2);
    expect((await home.run(...open(OPERATOR))).code).toBe(2);
    const id = await home.must(...open(OPERATOR), '--reason', REASON, '--minutes', '5');
    const read = await home.must('break-glass', 'read', id, '--working');
    expect(JSON.parse(read)).toMatchObject({ id: document, title: 'In work' });
    const list = async (...more: string[]): Promise<unknown> =>
      JSON.parse(await home.must('break-glass', 'list', '--json', ...more));
    expect(await list('--open')).toMatchObject([{ id, operator: OPERATOR, readings: 1 }]);
    await home.must('break-glass', 'end', id);
    expect(await list('--open')).toEqual([]);
    expect(await list()).toMatchObject([{ id, readings: 1 }]);
    expect(await home.run('break-glass', 'read', id, '--working')).toMatchObject({ code: 1, stdout: '' });
    await home.must('user', 'operator', '--email', OPERATOR, '--revoke');
    expect((await home.run(...open(OPERATOR), '--reason', REASON)).code).toBe(1);
  });
});
