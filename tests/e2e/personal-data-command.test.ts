import { PrecedentHome } from '../support/precedent-process.ts';
import { Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

describe('precedent account', () => {
  const home = new PrecedentHome();
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    home.useDatabase(app.databaseUrl);
  });
  afterAll(async () => {
    await app.stop();
    await home.remove();
  });

  it('exports as one JSON object, and erases only when told twice', async () => {
    const { author } = await Publisher.of(app);
    const email = ['--email', author.email];
    const all = JSON.parse(await home.must('account', 'export', ...email)) as Record<string, unknown[]>;
    expect(all.account).toMatchObject([{ id: author.userId, email: author.email }]);
    expect(all.memberships).toHaveLength(1);
    expect(all).toMatchObject({ apiTokens: [{}], follows: [], notifications: [], breakGlassAccesses: [] });
    const warned = await home.run('account', 'erase', ...email);
    expect(warned).toMatchObject({ code: 1, stdout: '' });
    expect((await author.client.send('{ viewer { user { id } } }')).errors).toEqual([]);
    expect(await home.must('account', 'erase', ...email, '--yes')).toBe(`${author.userId} ERASED`);
    expect((await author.client.send('{ viewer { user { id } } }')).errors).toHaveLength(1);
    const again = await home.run('account', 'erase', ...email, '--yes');
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toContain('no account');
  });
});
