import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export const RELATION_KINDS = ['parent', 'child', 'related', 'predecessor', 'successor'] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

/** What a partner's record says about another organisation, whether that one is registered here or not. */
@Entity('partner_relations')
@Index('partner_relations_other', ['otherId'])
export class PartnerRelation {
  @PrimaryColumn('uuid')
  @ForeignKey('Partner')
  partnerId!: string;

  /** What the other one is to this one. */
  @PrimaryColumn('text')
  kind!: RelationKind;

  /** The id that the other one has, or will have once it is imported. */
  @PrimaryColumn('uuid')
  otherId!: string;

  /** Its name, as this record gives it. */
  @Column('text')
  label!: string;
}

/** What another register calls a partner. */
@Entity('partner_external_ids')
export class PartnerExternalId {
  @PrimaryColumn('uuid')
  @ForeignKey('Partner')
  partnerId!: string;

  /** Such as grid, isni, wikidata, fundref. */
  @PrimaryColumn('text')
  type!: string;

  @PrimaryColumn('text')
  value!: string;

  @Column('boolean')
  preferred!: boolean;
}
