import type { Caller } from '../callers.ts';
import type { Setting } from '../setting.ts';
import type { Asked, Side } from '../sides/side.ts';

/** Something that all sides do, measured side by side. */
export interface Operation {
  name: string;
  /** What the table calls it. */
  title: string;
  /** The least ratio to the floor that the product should reach. */
  target: number;
  /** The product should be more than so many times as fast as the peer. */
  overPeer?: { peer: string; times: number };
  /** What one client asks of this side, over and over; null where the side has no such thing. */
  asked: (side: Side, caller: Caller, setting: Setting) => readonly Asked[] | null;
  /** Throws unless all sides do the same. */
  check: (setting: Setting, sides: readonly Side[]) => Promise<void>;
  /** Waits until nothing of what was asked is still being worked on. */
  settle: (setting: Setting) => Promise<void>;
  /** Takes away what the operation has made. */
  clean: (setting: Setting) => Promise<void>;
}

export async function nothing(): Promise<void> {
  // Some operations leave nothing behind.
}
