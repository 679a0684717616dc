import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository, type SelectQueryBuilder } from 'typeorm';
import { MEMBER_READS, PUBLIC_READS } from '../../lanes/floor/reading-sql.ts';
import type { Caller } from './callers.service.js';
import { Document, DocumentVersion, Institution } from './entities.js';

@Injectable()
export class DocumentsService {
  constructor(
    @InjectRepository(Document) private readonly documents: Repository<Document>,
    @InjectRepository(DocumentVersion) private readonly versions: Repository<DocumentVersion>,
    @InjectRepository(Institution) private readonly institutions: Repository<Institution>,
  ) {}

  newest(caller: Caller, first: number): Promise<Document[]> {
    return this.readable(caller)
      .orderBy('d.listedAt', 'DESC')
      .addOrderBy('d.id', 'DESC')
      .take(first)
      .getMany();
  }

  find(caller: Caller, id: string): Promise<Document | null> {
    return this.readable(caller).andWhere('d.id = :id', { id }).getOne();
  }

  /** The versions that the documents show, in the same order. */
  async shownVersions(documents: readonly Document[]): Promise<DocumentVersion[]> {
    const found = await this.versions.find({
      where: documents.map(({ id, shownVersion }) => ({ documentId: id, number: shownVersion })),
    });
    const byId = new Map(found.map((version) => [version.documentId, version]));
    return documents.map(({ id }) => byId.get(id)!);
  }

  /** Institutions, in the order of their ids. */
  async institutionsById(ids: readonly string[]): Promise<Institution[]> {
    const found = await this.institutions.findBy({ id: In([...ids]) });
    const byId = new Map(found.map((institution) => [institution.id, institution]));
    return ids.map((id) => byId.get(id)!);
  }

  private readable({ userId, memberships }: Caller): SelectQueryBuilder<Document> {
    const rules = memberships.map((_, index) =>
      MEMBER_READS.replace(/\bc\.(\w+)/g, (_reference, name: string) => `:${name}_${index}`),
    );
    const values = memberships.map(({ id, institutionId, kind, rank, groups, granted }, index) => ({
      [`user_id_${index}`]: userId,
      [`membership_id_${index}`]: id,
      [`institution_id_${index}`]: institutionId,
      [`kind_${index}`]: kind,
      [`rank_${index}`]: rank,
      [`groups_${index}`]: groups,
      [`granted_${index}`]: granted,
    }));
    const rule = `(${[PUBLIC_READS, ...rules].join(' OR ')})`;
    return this.documents.createQueryBuilder('d').where(rule, Object.assign({}, ...values));
  }
}
