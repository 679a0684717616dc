import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';

@ObjectType()
@Entity('institutions')
export class Institution {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id!: string;

  @Field()
  @Column()
  slug!: string;

  @Field()
  @Column()
  name!: string;

  @Field()
  @Column()
  country!: string;

  @Column()
  kind!: string;

  @Column()
  status!: string;
}

@Entity('document_versions')
export class DocumentVersion {
  @PrimaryColumn('uuid', { name: 'document_id' })
  documentId!: string;

  @PrimaryColumn()
  number!: number;

  @Column()
  title!: string;

  @Column()
  summary!: string;

  @Column()
  body!: string;

  @Column('text', { array: true })
  topics!: string[];

  @ManyToOne(() => Document, (document) => document.versions)
  @JoinColumn({ name: 'document_id' })
  document!: Relation<Document>;
}

@ObjectType()
@Entity('documents')
export class Document {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id!: string;

  @Field()
  @Column()
  kind!: string;

  @Column('uuid', { name: 'institution_id' })
  institutionId!: string;

  @Column('int', { name: 'shown_version' })
  shownVersion!: number;

  @Column()
  attribution!: string;

  @Field(() => Date, { nullable: true })
  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;

  @Column('timestamptz', { name: 'listed_at' })
  listedAt!: Date;

  @OneToMany(() => DocumentVersion, (version) => version.document)
  versions!: Relation<DocumentVersion>[];
}

@Entity('users')
export class User {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('timestamptz', { name: 'deactivated_at', nullable: true })
  deactivatedAt!: Date | null;

  @OneToMany(() => Membership, (membership) => membership.user)
  memberships!: Relation<Membership>[];
}

@Entity('memberships')
export class Membership {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'institution_id' })
  institutionId!: string;

  @Column()
  role!: string;

  @Column()
  status!: string;

  @Column('timestamptz', { name: 'valid_until', nullable: true })
  validUntil!: Date | null;

  @ManyToOne(() => User, (user) => user.memberships)
  @JoinColumn({ name: 'user_id' })
  user!: Relation<User>;

  @ManyToOne(() => Institution)
  @JoinColumn({ name: 'institution_id' })
  institution!: Relation<Institution>;
}

@Entity('api_tokens')
export class ApiToken {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('bytea')
  hash!: Buffer;

  @Column('uuid', { name: 'institution_id', nullable: true })
  boundTo!: string | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'user_id' })
  user!: Relation<User>;
}
