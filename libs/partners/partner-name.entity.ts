import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The contract's words for kinds of names. */
export type PartnerNameKind = 'label' | 'alias' | 'acronym';

/** Numbers of names that institutions proposed start here, so that the registry's own never meet them. */
export const FIRST_PROPOSED = 10_000;

/** One name of a partner, with the forms in which it is found. */
@Entity('partner_names')
@Index('partner_names_folded', { synchronize: false })
@Index('partner_names_containing', { synchronize: false })
@Index('partner_names_words', { synchronize: false })
export class PartnerName {
  @PrimaryColumn('uuid')
  @ForeignKey('Partner')
  partnerId!: string;

  /** Counts from 1 within the partner; 1 is the name to show. */
  @PrimaryColumn('int')
  number!: number;

  @Column('text')
  value!: string;

  /** ISO 639-1, where it is known. */
  @Column('text', { nullable: true })
  language!: string | null;

  @Column('text')
  kind!: PartnerNameKind;

  /** See `fold`. */
  @Column('text')
  folded!: string;

  /** Canonical words in their order; see `canonicalWords`. */
  @Column('text', { array: true })
  words!: string[];

  /** The institution that proposed it; null for the registry's own. */
  @Column('uuid', { nullable: true })
  @ForeignKey('Institution')
  proposedById!: string | null;
}

/** A key under which exactly this name is looked up; see `formsOf`. */
@Entity('partner_keys')
@Index('partner_keys_partner', ['partnerId'])
export class PartnerKey {
  @PrimaryColumn('text')
  key!: string;

  @PrimaryColumn('uuid')
  @ForeignKey('Partner')
  partnerId!: string;

  /** Of the name. */
  @PrimaryColumn('int')
  number!: number;
}

/** In how many names a canonical word stands, and so how little it tells. The empty word stands in all. */
@Entity('partner_words')
@Index('partner_words_begin', { synchronize: false })
@Index('partner_words_similar', { synchronize: false })
export class PartnerWord {
  @PrimaryColumn('text')
  word!: string;

  @Column('int')
  names!: number;
}
