import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/**
 * A token in the clear, so that start-up can print a query that works. Rows exist only in a database that
 * `seed demo` filled; nothing else writes here.
 */
@Entity('demonstration_tokens')
export class DemonstrationToken {
  @PrimaryColumn('uuid')
  @ForeignKey('User')
  userId!: string;

  @Column('text')
  token!: string;
}
