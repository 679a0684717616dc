import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** What can be followed. */
export type FollowKind = 'PARTNER' | 'TOPIC' | 'INSTITUTION' | 'DOCUMENT' | 'SAVED_SEARCH';

/** That somebody wants to be told of what is published about something. */
@Entity('follows')
@Unique(['userId', 'kind', 'target'])
@Index('follows_target', ['kind', 'target'])
export class Follow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('User')
  userId!: string;

  @Column('text')
  kind!: FollowKind;

  /** The id of what is followed; a topic itself; of a saved search a digest that tells it from others. */
  @Column('text')
  target!: string;

  /** What the person calls a saved search. */
  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text', { nullable: true })
  query!: string | null;

  /** DocumentFilter of a saved search, its moments as text. */
  @Column('jsonb', { nullable: true })
  filter!: object | null;

  @Column('timestamptz')
  createdAt!: Date;
}
