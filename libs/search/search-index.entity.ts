import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The generation of an engine's index that this database has filled; another one must be filled anew. */
@Entity('search_indexes')
export class SearchIndex {
  @PrimaryColumn('text')
  engine!: string;

  @Column('text')
  generation!: string;
}
