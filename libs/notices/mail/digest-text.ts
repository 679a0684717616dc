import type { TlpLabel } from '#kernel';
import { mayLeaveInFull } from '../delivery/labels.ts';
import type { DocumentEvent } from '../notifications/notification.entity.ts';

/** One thing to tell in a mail. */
export interface DigestLine {
  event: DocumentEvent;
  tlp: TlpLabel;
  /** Null for what was withdrawn. */
  title: string | null;
  /** The summary, or why it was withdrawn. Told only where the label lets it leave. */
  more: string;
  link: string;
}

const HEADINGS: Readonly<Record<DocumentEvent, string>> = {
  PUBLISHED: 'New',
  CHANGED: 'Changed',
  WITHDRAWN: 'Withdrawn',
};

/** The strictest first. */
const LABELS: readonly TlpLabel[] = ['RED', 'AMBER_STRICT', 'AMBER', 'GREEN', 'CLEAR'];

/** Subject and text of a mail. As TLP asks for it, the strictest label stands in the subject. */
export function digestOf(lines: readonly DigestLine[], home: string): { subject: string; text: string } {
  const strictest = LABELS.find((label) => lines.some(({ tlp }) => tlp === label)) ?? 'CLEAR';
  const count = lines.length === 1 ? '1 notice' : `${lines.length} notices`;
  return {
    subject: `[${written(strictest)}] Precedent: ${count}`,
    text: [
      'What has happened to what you follow:',
      ...lines.map(paragraphOf),
      `You get this because you have asked for mail. To end it, set your notification settings to OFF at ${home}`,
    ].join('\n\n'),
  };
}

function paragraphOf({ event, tlp, title, more, link }: DigestLine): string {
  const heading = [HEADINGS[event], title && oneLine(title)].filter(Boolean).join(': ');
  const told = mayLeaveInFull(tlp) ? [`  ${oneLine(more)}`] : [];
  return [`${heading} (${written(tlp)})`, `  ${link}`, ...told].join('\n');
}

function written(tlp: TlpLabel): string {
  return `TLP:${tlp.replace('_', '+')}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
