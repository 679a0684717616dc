import { Kind, parse, type ObjectTypeDefinitionNode } from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The schema as one text, from the `.graphql` files beside their resolvers. An object type states only
 * what it adds to its interfaces; their fields are put in here, so that each is described once.
 */
export function schemaText(): string {
  const folder = join(import.meta.dirname, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .sort();
  return withInterfaceFields(files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n'));
}

/** As text into text: printing the whole schema anew takes longer than all the rest. */
function withInterfaceFields(text: string): string {
  const { definitions } = parse(text);
  const interfaces = new Map(
    definitions.flatMap((one) =>
      one.kind === Kind.INTERFACE_TYPE_DEFINITION ? [[one.name.value, one.fields ?? []]] : [],
    ),
  );
  const inheritedBy = (type: ObjectTypeDefinitionNode): string => {
    const own = new Set(type.fields?.map((field) => field.name.value));
    const inherited = (type.interfaces ?? []).flatMap((one) => interfaces.get(one.name.value) ?? []);
    return inherited
      .filter((field) => !own.has(field.name.value))
      .map(({ loc }) => `${text.slice(loc!.start, loc!.end)}\n`)
      .join('');
  };
  let complete = '';
  let done = 0;
  for (const type of definitions) {
    const inherited = type.kind === Kind.OBJECT_TYPE_DEFINITION ? inheritedBy(type) : '';
    if (inherited === '') continue;
    const { place, added } = insertion(type as ObjectTypeDefinitionNode, inherited);
    complete += text.slice(done, place) + added;
    done = place;
  }
  return complete + text.slice(done);
}

/** Before the first field; a type that has none of its own has no braces either. */
function insertion(
  { fields, loc }: ObjectTypeDefinitionNode,
  added: string,
): { place: number; added: string } {
  const first = fields?.[0]?.loc;
  return first ? { place: first.start, added } : { place: loc!.end, added: ` {\n${added}}` };
}
