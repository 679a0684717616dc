import { z } from 'zod';
import { ScimError } from './scim-error.ts';
import { readAttributes, USER_SCHEMA } from './scim-user.ts';

const operation = z.object({
  op: z
    .string()
    .transform((word) => word.toLowerCase())
    .pipe(z.enum(['add', 'replace', 'remove'])),
  path: z.string().max(500).optional(),
  value: z.unknown().optional(),
});
const patch = z.looseObject({ Operations: z.array(operation).min(1).max(50) });

const PLAIN = new Map(
  ['userName', 'externalId', 'active', 'displayName'].map((name) => [name.toLowerCase(), name]),
);
const NAME_PARTS = new Map(
  ['formatted', 'givenName', 'familyName'].map((part) => [`name.${part}`.toLowerCase(), part]),
);
const REMOVABLE = new Set(['externalId', 'displayName']);

/**
 * The attributes that a PATCH (RFC 7644, 3.5.2) sets, its operations taken together in their order. Throws
 * ScimError for what it does not know, before anything of it is done.
 */
export function readPatch(body: unknown): ReturnType<typeof readAttributes> {
  const parsed = patch.safeParse(body);
  if (!parsed.success) throw new ScimError(400, 'This is no PatchOp.', 'invalidSyntax');
  const attributes: Record<string, unknown> = {};
  for (const { op, path, value } of parsed.data.Operations) {
    Object.assign(attributes, op === 'remove' ? removed(path) : set(path, value, attributes));
  }
  return readAttributes(attributes);
}

function removed(path: string | undefined): Record<string, unknown> {
  const name = PLAIN.get(bare(path));
  if (!name) throw new ScimError(400, 'Name an attribute of ours to remove.', 'invalidPath');
  if (!REMOVABLE.has(name)) throw new ScimError(400, `${name} cannot be removed.`, 'mutability');
  return { [name]: null };
}

function set(
  path: string | undefined,
  value: unknown,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (path === undefined) return withoutPath(value);
  const name = PLAIN.get(bare(path));
  if (name) return { [name]: value };
  const part = NAME_PARTS.get(bare(path));
  if (part) return { name: { ...(before.name as object | undefined), [part]: value } };
  if (bare(path) === 'name') return { name: value };
  if (bare(path) === 'emails') return { emails: Array.isArray(value) ? value : [value] };
  if (/^emails(\[[^\]]*\])?\.value$/.test(bare(path))) return { emails: [{ value }] };
  throw new ScimError(400, `There is no attribute ${path}.`, 'invalidPath');
}

/** Attribute names are the same in any case (RFC 7643, 2.1); those that mean nothing here are passed over. */
function withoutPath(value: unknown): Record<string, unknown> {
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (!object.success)
    throw new ScimError(400, 'Without a path the value must be an object.', 'invalidValue');
  const set: Record<string, unknown> = {};
  for (const [given, one] of Object.entries(object.data)) {
    const name = PLAIN.get(bare(given)) ?? (['name', 'emails'].includes(bare(given)) ? bare(given) : null);
    if (name) set[name] = one;
  }
  return set;
}

function bare(path: string | undefined): string {
  return (path ?? '').replace(`${USER_SCHEMA}:`, '').toLowerCase();
}
