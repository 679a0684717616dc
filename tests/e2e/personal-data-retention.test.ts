import { Retention } from '#database';
import { TokensService } from '#identity';
import { randomUUID } from 'node:crypto';
import { BreakGlassDesk } from '../support/break-glass.ts';
import { follow } from '../support/following.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

const DAY = 86_400_000;
const ERRORS = 'userErrors { code message field }';

/** An API with these settings, an institution of its own, and somebody who is told of what it publishes. */
class Scene {
  readonly app: TestApp;
  readonly owner: Publisher;
  readonly reader: Person;

  private constructor(app: TestApp, owner: Publisher, reader: Person) {
    this.app = app;
    this.owner = owner;
    this.reader = reader;
  }

  static async of(environment: Record<string, string>): Promise<Scene> {
    const app = await TestApp.start(environment);
    const owner = await Publisher.of(app);
    const reader = await app.person(owner.institution, 'READER');
    await follow(reader, { topic: 'told' });
    return new Scene(app, owner, reader);
  }

  async publish(): Promise<string> {
    const id = await this.owner.publish({ topics: ['told'], sharing: { level: 'INSTITUTION' } });
    await this.app.tell();
    return id;
  }

  prune(): Promise<number> {
    return this.app.app.get(Retention).drain();
  }

  async count(table: string): Promise<number> {
    return (await rowsOf(this.app.databaseUrl, `SELECT 1 FROM ${table}`)).length;
  }

  /** The documents that the reader has been told of, as far as it is kept. */
  async toldOf(): Promise<string[]> {
    const rows = await rowsOf<{ id: string }>(
      this.app.databaseUrl,
      'SELECT document_id AS id FROM notifications WHERE user_id = $1 ORDER BY created_at',
      [this.reader.userId],
    );
    return rows.map(({ id }) => id);
  }
}

describe('with settings', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.of({
      ...{ RETENTION_NOTIFICATIONS_DAYS: '30', RETENTION_DELIVERIES_DAYS: '10' },
      RETENTION_REVOKED_TOKENS_DAYS: '20',
    });
  });
  afterAll(() => scene.app.stop());

  test('notifications go after their time, and not before', async () => {
    const first = await scene.publish();
    scene.app.clock.advance(20 * DAY);
    const second = await scene.publish();
    await scene.prune();
    expect(await scene.toldOf()).toEqual([first, second]);
    scene.app.clock.advance(11 * DAY);
    await scene.prune();
    expect(await scene.toldOf()).toEqual([second]);
  });

  test('more than a batch goes as well', async () => {
    await rowsOf(
      scene.app.databaseUrl,
      `INSERT INTO webhooks (id, institution_id, url, secret, created_by_id, created_at)
       VALUES ($1, $2, 'https://example.org', 'x', $3, now())`,
      [randomUUID(), scene.owner.institution.id, scene.reader.userId],
    );
    const document = await scene.publish();
    await rowsOf(
      scene.app.databaseUrl,
      `INSERT INTO webhook_deliveries (id, webhook_id, document_id, event, version_number, created_at, due_at, ended_at)
       SELECT gen_random_uuid(), w.id, $1, 'CHANGED', n, $2, $2, CASE WHEN n > 3 THEN $2::timestamptz END
       FROM webhooks w, generate_series(1, 1203) AS n`,
      [document, scene.app.clock.now()],
    );
    const before = await scene.count('webhook_deliveries');
    scene.app.clock.advance(9 * DAY);
    await scene.prune();
    expect(await scene.count('webhook_deliveries')).toBe(before);
    scene.app.clock.advance(2 * DAY);
    await scene.prune();
    // Those that have not ended stay, however old they are.
    expect(await scene.count('webhook_deliveries')).toBe(before - 1_200);
  });

  test('tokens go some time after they were revoked or expired; those that work stay', async () => {
    const tokens = scene.app.app.get(TokensService);
    const { userId, client } = scene.reader;
    const revoked = await tokens.create(userId);
    await tokens.revoke(userId, revoked.id, userId);
    const expired = await tokens.create(userId, {
      expiresAt: new Date(scene.app.clock.now().getTime() + DAY),
    });
    const lasting = await tokens.create(userId);
    const feedToken = await mutate(client, `mutation { feedTokenCreate { feedToken { id } ${ERRORS} } }`, {});
    await mutate(client, `mutation($id: ID!) { feedTokenRevoke(id: $id) { revokedId ${ERRORS} } }`, {
      id: feedToken.id,
    });
    const kept = async (): Promise<string[]> => {
      const rows = await rowsOf<{ id: string }>(
        scene.app.databaseUrl,
        'SELECT id FROM api_tokens WHERE user_id = $1 UNION ALL SELECT id FROM feed_tokens',
        [userId],
      );
      return rows.map(({ id }) => id);
    };
    scene.app.clock.advance(20 * DAY + 1_000);
    await scene.prune();
    expect(await kept()).not.toContain(revoked.id);
    expect(await kept()).toEqual(expect.arrayContaining([expired.id, lasting.id]));
    scene.app.clock.advance(DAY);
    await scene.prune();
    expect(await kept()).not.toContain(expired.id);
    expect(await kept()).not.toContain(feedToken.id);
    expect(await kept()).toContain(lasting.id);
    expect((await client.send('{ viewer { user { id } } }')).errors).toEqual([]);
  });

  test('what an owner was told of break-glass stays until it was read', async () => {
    const desk = await BreakGlassDesk.beside(scene.app);
    const operator = await desk.operator(scene.app);
    const document = await scene.publish();
    const given = { reason: 'A court has asked for it', minutes: 5 };
    await desk.service.open(operator.email, document, given);
    await desk.close();
    const kept = (): Promise<unknown[]> =>
      rowsOf(scene.app.databaseUrl, `SELECT 1 FROM notifications WHERE event = 'BREAK_GLASS'`);
    const before = (await kept()).length;
    scene.app.clock.advance(60 * DAY);
    await scene.prune();
    expect(await kept()).toHaveLength(before);
    await scene.owner.publisher.client.ask('mutation { notificationsMarkRead { done } }');
    scene.app.clock.advance(31 * DAY);
    await scene.prune();
    expect(await kept()).toHaveLength(before - 1);
  });

  test('the trail stays as it is', async () => {
    const before = await scene.count('audit_events');
    scene.app.clock.advance(40_000 * DAY);
    await scene.prune();
    expect(await scene.count('audit_events')).toBe(before);
  });
});

test('0 keeps for ever', async () => {
  const scene = await Scene.of({
    ...{ RETENTION_NOTIFICATIONS_DAYS: '0', RETENTION_DELIVERIES_DAYS: '0' },
    RETENTION_REVOKED_TOKENS_DAYS: '0',
  });
  try {
    const id = await scene.publish();
    scene.app.clock.advance(40_000 * DAY);
    expect(await scene.prune()).toBe(0);
    expect(await scene.toldOf()).toEqual([id]);
  } finally {
    await scene.app.stop();
  }
});
