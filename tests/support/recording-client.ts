import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf, faultsOf, type Answer } from '../unit/support/answers.ts';
import type { Community } from './community.ts';

const ERRORS = 'userErrors { code message field }';
const CREATE = `mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } ${ERRORS} } }`;
const PUBLISH = `mutation($id: ID!, $version: Int!) {
  documentPublish(id: $id, expectedVersion: $version) { document { id } ${ERRORS} } }`;
const EDIT = `mutation($id: ID!, $input: DocumentEditInput!) {
  documentEdit(id: $id, expectedVersion: 1, input: $input) { document { id } ${ERRORS} } }`;
const SUBMIT = `mutation($id: ID!) { documentSubmit(id: $id) { document { id } ${ERRORS} } }`;
const APPROVE = `mutation($id: ID!) { documentReview(id: $id, decision: APPROVE) { document { id } ${ERRORS} } }`;
const NARROW = `mutation($id: ID!) {
  documentShare(id: $id, sharing: { level: INSTITUTION }) { document { id } ${ERRORS} } }`;

/** The word that every title has, for searching. */
export const WORD = 'faultproof';

/** What is certain of a document, because it was acknowledged. */
export interface Acknowledged {
  title: string;
  /** The latest version that was saved, and the latest that was published; 0 for none. */
  saved: number;
  published: number;
  /** Whether others than its owner's people may still have it. */
  wide: boolean;
  /** Whether some write of it has had no answer, so that it may have gone further than this. */
  unsure: boolean;
}

/** How a write came out: done; certainly not done; or nobody knows. */
type Outcome = { id: string } | 'refused' | 'unsure';

/**
 * Writes through the API from several connections and keeps a record of what was acknowledged, by which
 * everything can be held against what is found after a fault.
 */
export class RecordingClient {
  readonly acknowledged = new Map<string, Acknowledged>();
  /** Titles of what the server said it has not kept. */
  readonly refused: string[] = [];
  /** What was wrong with answers: they gave something away, or were no clean refusals. */
  readonly unclean: string[] = [];
  /** How many answers there were of each code, and how many requests without an answer. */
  readonly outcomes: Record<string, number> = {};
  private readonly prefix: string;
  private readonly community: Community;
  private url: string;
  private count = 0;
  private writing: Promise<unknown> | null = null;
  private stopped = false;

  constructor(url: string, community: Community, prefix = '') {
    this.url = url;
    this.community = community;
    this.prefix = prefix;
  }

  /** Where requests go from now on. */
  goTo(url: string): void {
    this.url = url;
  }

  /** Writes from so many connections until `stop`. */
  start(connections = 4): void {
    this.stopped = false;
    this.writing = Promise.all(Array.from({ length: connections }, () => this.writeOn()));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.writing;
  }

  /** Waits until so many more writes have been acknowledged than until now. */
  async progress(more: number): Promise<void> {
    const before = this.outcomes.done ?? 0;
    while ((this.outcomes.done ?? 0) < before + more) await sleep(10);
  }

  /** Of these it is certain that they are published. */
  published(): string[] {
    return [...this.acknowledged].filter(([, { published }]) => published > 0).map(([id]) => id);
  }

  private async writeOn(): Promise<void> {
    while (!this.stopped) {
      const failed = (await this.writeOne()) === null;
      // As any client would, instead of hammering on a server that is away.
      if (failed) await sleep(20);
    }
  }

  /** One document on its way; null where a step did not succeed. */
  private async writeOne(): Promise<true | null> {
    this.count += 1;
    const wide = this.count % 4 === 0;
    const title = `${WORD} ${this.prefix}${this.count}`;
    const input = { title, summary: 'Of no weight.', body: 'Text.', details: { guidance: {} } };
    const sharing = { level: wide ? 'COMMUNITY' : 'INSTITUTION' };
    const { publisher, colleague } = this.community;
    const created = await this.send(publisher, CREATE, { input: { ...input, sharing } });
    if (created === 'refused') this.refused.push(title);
    if (typeof created === 'string') return null;
    const { id } = created;
    const record = { title, saved: 1, published: 0, wide, unsure: false };
    this.acknowledged.set(id, record);
    const step = async (token: string, mutation: string, more: object = {}): Promise<boolean> => {
      const outcome = await this.send(token, mutation, { id, ...more });
      if (outcome === 'unsure') record.unsure = true;
      return typeof outcome === 'object';
    };
    if (wide && !((await step(publisher, SUBMIT)) && (await step(colleague, APPROVE)))) return null;
    if (!(await step(publisher, PUBLISH, { version: 1 }))) return null;
    record.published = 1;
    if (wide) {
      if (!(await step(publisher, NARROW))) return null;
      record.wide = false;
    } else if (this.count % 3 === 0) {
      if (!(await step(publisher, EDIT, { input: { title: `${title} again` } }))) return null;
      record.saved = 2;
      if (!(await step(publisher, PUBLISH, { version: 2 }))) return null;
      record.published = 2;
    }
    return true;
  }

  private async send(token: string, query: string, variables: object): Promise<Outcome> {
    let answer: Answer;
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      answer = answerOf(response.status, await response.text());
    } catch {
      this.note('no answer');
      return 'unsure';
    }
    const { payload, codes, status, text } = answer;
    // The status is right for these; everything else about them must be as about any answer.
    const faults = faultsOf({ ...answer, status: status === 503 && codes.length === 1 ? 200 : status });
    const wrong = payload?.userErrors?.length ? ['userErrors'] : faults;
    if (wrong.length > 0) this.unclean.push(`${wrong.join()}: ${text.slice(0, 300)}`);
    if (codes.length === 0 && payload?.document) {
      this.note('done');
      return { id: payload.document.id as string };
    }
    this.note(codes.join() || `status ${status}`);
    // The guide promises for these two that nothing was kept.
    return codes.every((code) => ['TIMEOUT', 'OVERLOADED'].includes(code)) && codes.length > 0
      ? 'refused'
      : 'unsure';
  }

  private note(outcome: string): void {
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
  }
}
