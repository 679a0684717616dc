import { isAtLeast } from '#access';
import type { Role } from '#kernel';
import type pg from 'pg';
import type { Person, TestApp } from '../../../support/test-app.ts';
import { reads } from '../../world/naive-reference.ts';
import type { WorldMembership } from '../../world/world.ts';
import type { SeededDice } from '../seeded-dice.ts';
import type { Cast, Home } from './cast.ts';
import { operation, outcomeOf, type Mutation } from './mutations.ts';
import { readBack, type StoredDocument, type StoredWorld } from './read-back.ts';

/** Refusals that are answers. Anything else that goes wrong is a fault of the system. */
const REFUSALS = new Set(['FORBIDDEN', 'BAD_USER_INPUT']);

/** Ids, in what is said for the log. */
const NAMES = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

/** Who acts, and for which of their institutions; null names none. */
export interface Actor {
  name: string;
  home: Home | null;
}

/** One sequence of real requests, and the world as it stands after each of them. */
export class Story {
  readonly app: TestApp;
  readonly cast: Cast;
  readonly roll: SeededDice;
  readonly log: string[] = [];
  /** The mutations that have been done, and not refused. */
  readonly done = new Set<Mutation>();
  /** In the order in which they were begun. */
  readonly documentIds: string[] = [];
  now: Date;
  world: StoredWorld;
  private readonly pool: pg.Pool;

  private constructor(
    app: TestApp,
    cast: Cast,
    roll: SeededDice,
    pool: pg.Pool,
    now: Date,
    world: StoredWorld,
  ) {
    this.app = app;
    this.cast = cast;
    this.roll = roll;
    this.pool = pool;
    this.now = now;
    this.world = world;
    app.clock.now = () => new Date(this.now);
  }

  static async begin(app: TestApp, cast: Cast, roll: SeededDice, pool: pg.Pool, now: Date): Promise<Story> {
    return new Story(app, cast, roll, pool, now, await readBack(pool));
  }

  get documents(): StoredDocument[] {
    return this.documentIds.map((id) => this.world.documents.find((document) => document.id === id)!);
  }

  /** The memberships of somebody that count now. */
  memberships(name: string): WorldMembership[] {
    const { userId } = this.person(name);
    return this.world.memberships.filter(
      (own) =>
        own.userId === userId &&
        own.status === 'ACTIVE' &&
        (own.validUntil === null || own.validUntil > this.now) &&
        this.world.institutions.some(({ id, status }) => id === own.institutionId && status === 'ACTIVE'),
    );
  }

  person(name: string): Person {
    return this.cast.people.get(name)!;
  }

  reads(name: string, document: StoredDocument): boolean {
    return reads({ world: this.world, now: this.now, userId: this.person(name).userId }, document);
  }

  nameOf(userId: string | null): string | undefined {
    return [...this.cast.people].find(([, person]) => person.userId === userId)?.[0];
  }

  /** Mostly one who can be expected to do it, now and then anyone. */
  actor(able: readonly Actor[]): Actor {
    if (able.length > 0 && this.roll.upTo(7) > 0) return this.roll.one(...able);
    const name = this.roll.one(...this.cast.people.keys());
    const homes = this.memberships(name).map(({ institutionId }) => this.home(institutionId));
    return { name, home: homes.length > 0 ? this.roll.one(...homes) : null };
  }

  /** Those with this role or a higher one in an institution. */
  withRole(institutionId: string, least: Role): Actor[] {
    return this.members(institutionId, ({ role }) => isAtLeast(role, least));
  }

  administrators(institutionId: string): Actor[] {
    return this.members(institutionId, ({ administrator }) => administrator);
  }

  home(id: string): Home {
    return this.cast.homes.find((home) => home.id === id)!;
  }

  /** What happens without anybody asking the API for it. */
  async happens(log: string, what: () => Promise<unknown>): Promise<void> {
    await what();
    this.log.push(log);
    this.world = await readBack(this.pool);
  }

  /**
   * Sends a mutation, about a document or about none. Throws when a refusal has changed something, or when
   * what cannot be read is refused otherwise than what does not exist. Returns the id of what the mutation
   * answers with; null for a refusal.
   */
  async does(
    actor: Actor,
    mutation: Mutation,
    variables: Record<string, unknown>,
    documentId: string | null = null,
  ): Promise<string | null> {
    const before = this.world;
    const { codes, id } = await this.send(actor, mutation, variables);
    this.world = await readBack(this.pool);
    const said = JSON.stringify(variables).replaceAll(NAMES, (name) => this.inWords(name));
    this.log.push(`${actor.name}: ${mutation} ${said}: ${codes.join() || 'done'}`);
    if (codes.length === 0) {
      this.done.add(mutation);
      return id;
    }
    if (JSON.stringify(before) !== JSON.stringify(this.world))
      throw new Error('a refusal has changed something');
    const document = before.documents.find((one) => one.id === documentId);
    const { userId } = this.person(actor.name);
    if (document && actor.home !== null && !reads({ world: before, userId, now: this.now }, document)) {
      if (codes.join() !== 'NOT_FOUND') throw new Error(`what is unreadable was refused as ${codes.join()}`);
    }
    return null;
  }

  private async send(
    { name, home }: Actor,
    mutation: Mutation,
    variables: object,
  ): Promise<{ codes: string[]; id: string | null }> {
    const client = this.app.anonymous.as(this.person(name).token, home?.slug);
    const { data, errors } = await client.send(operation(mutation), variables);
    if (errors.length === 0) {
      const { userErrors, ...payload } = data![mutation];
      const codes = userErrors.map(({ code }: { code: string }) => code);
      return { codes, id: payload[outcomeOf(mutation)]?.id ?? null };
    }
    const codes = errors.map(({ extensions }) => extensions.code);
    if (!codes.every((code) => REFUSALS.has(code))) throw new Error(JSON.stringify(errors));
    return { codes, id: null };
  }

  /** What an id is of, for the log. */
  private inWords(id: string): string {
    const places: Record<string, number> = {
      document: this.documentIds.indexOf(id),
      institution: this.cast.homes.findIndex((home) => home.id === id),
    };
    const [kind, place] = Object.entries(places).find(([, index]) => index >= 0) ?? [];
    const own = this.world.memberships.find((membership) => membership.id === id);
    if (own) return `${this.nameOf(own.userId) ?? 'somebody'} of ${this.inWords(own.institutionId)}`;
    return kind ? `${kind}-${place}` : id;
  }

  private members(institutionId: string, fits: (own: WorldMembership) => boolean): Actor[] {
    const home = this.home(institutionId);
    return [...this.cast.people.keys()]
      .filter((name) =>
        this.memberships(name).some((own) => own.institutionId === institutionId && fits(own)),
      )
      .map((name) => ({ name, home }));
  }
}
