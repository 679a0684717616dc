const LONGEST = 2_000;
const HERE = 'https://here.invalid';

/**
 * Where a browser goes after signing in: the path that was asked for if it is one of ours, else `/`. Browsers
 * read `//other.example`, `/\other.example` and a tab in between as an address elsewhere.
 */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > LONGEST || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted))
    return '/';
  const url = URL.parse(wanted, HERE);
  if (url?.origin !== HERE || wanted.includes('\\') || url.pathname.startsWith('//')) return '/';
  return url.pathname.startsWith('/auth/') ? '/' : `${url.pathname}${url.search}${url.hash}`;
}
