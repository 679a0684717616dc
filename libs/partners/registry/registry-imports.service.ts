import { insertRows } from '#database';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { NameFollowers } from '../name-followers.ts';
import { countWords, dropRegistryNames, storeNames } from '../names/stored-names.ts';
import { PartnerExternalId, PartnerRelation } from '../partner-relation.entity.ts';
import { Partner } from '../partner.entity.ts';
import { partnerIdOf } from '../partner-id.ts';
import { recordHash, type RegistryRecord } from './registry-record.ts';

export type RegistryOutcome = 'added' | 'changed' | 'unchanged' | 'withdrawn';

interface Incoming {
  id: string;
  record: RegistryRecord;
  hash: string;
  outcome: RegistryOutcome;
}

/** Brings the registry's records in, as often as there is a new release. There is no door to this from the network. */
@Injectable()
export class RegistryImportsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly followers: NameFollowers;

  constructor(source: DataSource, clock: Clock, followers: NameFollowers) {
    this.source = source;
    this.clock = clock;
    this.followers = followers;
  }

  /**
   * Adds and updates partners in one transaction; says of each record, in their order, what became of it.
   * `withdrawn` are those that the registry has taken back since the last time. Of records of one partner
   * the last one counts. `finish` must follow the last batch.
   */
  async importBatch(records: readonly RegistryRecord[]): Promise<RegistryOutcome[]> {
    return this.source.transaction(async (manager) => {
      const ids = [...new Set(records.map(({ rorId }) => partnerIdOf(rorId)))].sort();
      await manager.query('SELECT 1 FROM partners WHERE id = ANY($1) ORDER BY id FOR UPDATE', [ids]);
      const rows = await manager.findBy(Partner, { id: In(ids) });
      const known = new Map(rows.map((row) => [row.id, row]));
      const incoming = records.map((record) => judged(record, known));
      const last = new Map(incoming.map((one) => [one.id, one]));
      await this.store(
        manager,
        [...last.values()].filter(({ outcome }) => outcome !== 'unchanged'),
        known,
      );
      return incoming.map(({ outcome }) => outcome);
    });
  }

  /** Brings up to date what depends on all names together. */
  async finish(): Promise<void> {
    await this.source.transaction((manager) => countWords(manager));
    for (const table of ['partners', 'partner_names', 'partner_keys'])
      await this.source.query(`ANALYZE ${table}`);
  }

  private async store(
    manager: EntityManager,
    incoming: readonly Incoming[],
    known: ReadonlyMap<string, Partner>,
  ): Promise<void> {
    const now = this.clock.now();
    const rows = incoming.map(({ id, record, hash }) => partnerRow(id, record, hash, known.get(id), now));
    if (rows.length > 0) await manager.upsert(Partner, rows, ['id']);
    const changed = incoming.filter(({ id }) => known.has(id)).map(({ id }) => id);
    const before = await namesById(manager, changed);
    await dropRegistryNames(manager, changed);
    await manager.delete(PartnerRelation, { partnerId: In(changed) });
    await manager.delete(PartnerExternalId, { partnerId: In(changed) });
    await storeNames(
      manager,
      incoming.flatMap(({ id, record }) =>
        record.names.map((name, index) => ({
          ...name,
          partnerId: id,
          number: index + 1,
          proposedById: null,
        })),
      ),
    );
    await storeLinks(manager, incoming);
    const after = await namesById(manager, changed);
    await this.followers.tell(
      manager,
      changed.filter((id) => before.get(id) !== after.get(id)),
    );
  }
}

function judged(record: RegistryRecord, known: ReadonlyMap<string, Partner>): Incoming {
  const id = partnerIdOf(record.rorId);
  const hash = recordHash(record);
  const row = known.get(id);
  const outcome =
    row?.recordHash === hash
      ? 'unchanged'
      : record.status === 'withdrawn' && row?.status !== 'withdrawn'
        ? 'withdrawn'
        : row
          ? 'changed'
          : 'added';
  return { id, record, hash, outcome };
}

/** An organisation that is no more and has one successor leads to that one. */
function partnerRow(
  id: string,
  record: RegistryRecord,
  hash: string,
  known: Partner | undefined,
  now: Date,
): Partner {
  const { names, relations, externalIds: _externalIds, ...rest } = record;
  const successors = relations.filter(({ kind }) => kind === 'successor');
  const [successor] = record.status !== 'active' && successors.length === 1 ? successors : [];
  return {
    ...rest,
    id,
    name: names[0]!.value,
    redirectToId: successor && successor.rorId !== record.rorId ? partnerIdOf(successor.rorId) : null,
    addedById: null,
    recordHash: hash,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
  };
}

/** All names of each partner as one text, for telling whether they have changed. */
async function namesById(manager: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await manager.query<{ id: string; names: string }[]>(
    `SELECT partner_id AS id, string_agg(value, E'\\n' ORDER BY number) AS names FROM partner_names
     WHERE partner_id = ANY($1) GROUP BY partner_id`,
    [ids],
  );
  return new Map(rows.map(({ id, names }) => [id, names]));
}

async function storeLinks(manager: EntityManager, incoming: readonly Incoming[]): Promise<void> {
  const relations = incoming.flatMap(({ id, record }) =>
    record.relations.map(({ kind, rorId, label }) => ({
      partner_id: id,
      kind,
      other_id: partnerIdOf(rorId),
      label,
    })),
  );
  const externalIds = incoming.flatMap(({ id, record }) =>
    record.externalIds.map((one) => ({ partner_id: id, ...one })),
  );
  await insertRows(manager, 'partner_relations', relations);
  await insertRows(manager, 'partner_external_ids', externalIds);
}
