/** What no XML 1.0 document may contain, not even as a reference; HTML has no use for it either. */
// The control characters are what it is about.
// eslint-disable-next-line no-control-regex
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A text as it stands literally in HTML, XML or SVG, between tags or in a quoted attribute. What XML cannot
 * hold becomes U+FFFD.
 */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(IMPOSSIBLE, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
