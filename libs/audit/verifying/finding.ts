/** Something that is not as it was written. */
export interface Finding {
  /** The institution whose chain it is, or PLATFORM_CHAIN; null where no chain knows of it. */
  chain: string | null;
  position: string | null;
  /** Id of the row of audit_events. */
  eventId: string | null;
  /** In words, for people. */
  what: string;
}
