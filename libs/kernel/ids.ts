import { randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * A new opaque id. Random on purpose (UUID version 4): an id that carried the time or a sequence would
 * tell in which order documents were made, and so help to guess a withheld attribution.
 */
export function newId(): string {
  return randomUUID();
}

/** Whether the text has the shape of an id. What has not cannot exist, and never reaches the database. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}
