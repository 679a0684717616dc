/**
 * Whether PostgreSQL can store the text exactly as it came: no NUL character (which it refuses) and no
 * lone surrogate (which would silently become U+FFFD on its way through UTF-8).
 */
export function isWellFormed(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
