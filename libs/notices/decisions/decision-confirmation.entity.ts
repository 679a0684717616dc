import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** When somebody last said that the decision in a case study still stands. The trail has the earlier times. */
@Entity('decision_confirmations')
export class DecisionConfirmation {
  @PrimaryColumn('uuid')
  @ForeignKey('Document')
  documentId!: string;

  @Column('timestamptz')
  confirmedAt!: Date;

  @Column('uuid')
  @ForeignKey('User')
  confirmedById!: string;
}
