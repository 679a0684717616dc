import { TLP_LABELS } from '#kernel';
import type { TlpLabel } from '#kernel';

/** The label as TLP 2.0 spells it: `TLP:AMBER+STRICT` (https://www.first.org/tlp/). */
export function tlpText(label: TlpLabel): string {
  return `TLP:${label.replace('_', '+')}`;
}

/** The label that is meant, or null. Takes the standard's spelling and the contract's, in any case. */
export function tlpLabelOf(text: string): TlpLabel | null {
  const word = text
    .trim()
    .toUpperCase()
    .replace(/^TLP:\s*/, '')
    .replace(/[+\s-]+/, '_');
  return TLP_LABELS.find((label) => label === word) ?? null;
}

const MARK = /^>[ \t]*(TLP:[A-Z+]+)[ \t]*(?:\n|$)/;

/** The text with the label as its first visible line, as it stands in an exported Markdown file. */
export function withTlpMark(body: string, label: TlpLabel): string {
  return `> ${tlpText(label)}\n\n${body}`;
}

/** Takes the mark that `withTlpMark` makes off the text; `mark` is null when there is none. */
export function withoutTlpMark(text: string): { mark: TlpLabel | null; body: string } {
  const match = MARK.exec(text);
  const mark = tlpLabelOf(match?.[1] ?? '');
  return mark === null ? { mark, body: text } : { mark, body: text.slice(match?.[0].length) };
}
