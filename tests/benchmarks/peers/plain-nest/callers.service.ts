import { createHash } from 'node:crypto';
import { Injectable, UnauthorizedException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { ApiToken } from './entities.js';

/** What the rule needs to know of one of the caller's memberships. */
export interface CallerMembership {
  id: string;
  institutionId: string;
  kind: string;
  rank: number;
  groups: string[];
  granted: string[];
}

export interface Caller {
  userId: string;
  memberships: CallerMembership[];
}

const RANKS = ['READER', 'CONTRIBUTOR', 'REVIEWER', 'PUBLISHER'];

@Injectable()
export class CallersService {
  constructor(
    @InjectRepository(ApiToken) private readonly tokens: Repository<ApiToken>,
    private readonly dataSource: DataSource,
  ) {}

  /** Whose request it is. */
  async find(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '';
    const hash = createHash('sha256').update(token).digest();
    const found = await this.tokens.findOne({
      where: { hash },
      relations: { user: { memberships: { institution: true } } },
    });
    const now = new Date();
    if (!found || found.revokedAt || (found.expiresAt && found.expiresAt <= now) || found.user.deactivatedAt)
      throw new UnauthorizedException('The token is not valid.');
    const counting = found.user.memberships.filter(
      ({ status, institution, validUntil }) =>
        status === 'ACTIVE' &&
        institution.status === 'ACTIVE' &&
        (!validUntil || validUntil > now) &&
        (!found.boundTo || found.boundTo === institution.id),
    );
    const shares = await this.sharesOf(counting.map(({ institutionId }) => institutionId));
    return {
      userId: found.user.id,
      memberships: counting.map(({ id, institutionId, role, institution }) => ({
        ...{ id, institutionId, kind: institution.kind, rank: RANKS.indexOf(role) },
        ...(shares.get(institutionId) ?? { groups: [], granted: [] }),
      })),
    };
  }

  /** Groups and grants of all the caller's institutions at once. */
  private async sharesOf(ids: string[]): Promise<Map<string, { groups: string[]; granted: string[] }>> {
    const rows: { id: string; groups: string[]; granted: string[] }[] = await this.dataSource.query(
      `SELECT i.id, ARRAY(
         SELECT g.id FROM sharing_groups g WHERE g.owner_id = i.id AND g.deleted_at IS NULL
         UNION
         SELECT g.id FROM sharing_group_members gm JOIN sharing_groups g ON g.id = gm.group_id
         WHERE gm.institution_id = i.id AND gm.status = 'ACCEPTED' AND g.deleted_at IS NULL) AS groups,
         ARRAY(SELECT a.document_id FROM access_grants a
           WHERE a.institution_id = i.id AND a.expires_at > now()) AS granted
       FROM institutions i WHERE i.id = ANY($1)`,
      [ids],
    );
    return new Map(rows.map(({ id, ...rest }) => [id, rest]));
  }
}
