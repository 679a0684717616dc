/** What taking the words out of one file may cost. Whatever needs more is given up. */
export const LIMITS = {
  /** Milliseconds, from start to end. */
  time: 30_000,
  /** Megabytes of JavaScript objects. */
  heap: 256,
  /** Bytes of memory altogether, where the system tells (Linux). */
  memory: 768 * 1024 * 1024,
  /** Characters that are kept of a file. */
  text: 200_000,
  /** Bytes of one part of an office document, and of all parts together, when unpacked. */
  part: 64 * 1024 * 1024,
  parts: 128 * 1024 * 1024,
  /** Parts of an office document, and pages of a PDF, that are looked at. */
  count: 2_000,
} as const;
