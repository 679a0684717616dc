import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** Fields below which the read model wants to know what is asked for. */
const NESTED = new Set(['institution', 'sharing', 'working']);

/** What was found before, by the operation's own fields: parsed operations are kept, and ask for the same again. */
const found = new WeakMap<readonly FieldNode[], Map<string, ReadonlySet<string>>>();

/**
 * The fields that a request wants at the end of a path below the field being resolved, in all fragments
 * and under all aliases; below some of them also their own fields, as `sharing.groups`.
 */
export function wantedFields(info: GraphQLResolveInfo, ...path: readonly string[]): ReadonlySet<string> {
  const before = found.get(info.fieldNodes) ?? new Map<string, ReadonlySet<string>>();
  const key = path.join('.');
  const wanted = before.get(key) ?? lookedUp(info, path);
  found.set(info.fieldNodes, before.set(key, wanted));
  return wanted;
}

function lookedUp(info: GraphQLResolveInfo, path: readonly string[]): ReadonlySet<string> {
  let sets = selectionSets(info.fieldNodes);
  for (const step of path)
    sets = selectionSets(fieldsOf(sets, info).filter((field) => field.name.value === step));
  const wanted = new Set<string>();
  for (const field of fieldsOf(sets, info)) {
    const name = field.name.value;
    wanted.add(name);
    if (!NESTED.has(name)) continue;
    for (const child of fieldsOf(selectionSets([field]), info)) wanted.add(`${name}.${child.name.value}`);
  }
  return wanted;
}

function selectionSets(fields: readonly FieldNode[]): SelectionSetNode[] {
  return fields.flatMap((field) => (field.selectionSet ? [field.selectionSet] : []));
}

function fieldsOf(sets: readonly SelectionSetNode[], info: GraphQLResolveInfo): FieldNode[] {
  return sets.flatMap((set) =>
    set.selections.flatMap((selection): FieldNode[] => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf([selection.selectionSet], info);
      const fragment = info.fragments[selection.name.value];
      return fragment ? fieldsOf([fragment.selectionSet], info) : [];
    }),
  );
}
