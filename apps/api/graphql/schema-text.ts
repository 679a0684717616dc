import {
  Kind,
  parse,
  print,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The schema as one text, from the `.graphql` files beside their resolvers. An object type states only
 * what it adds to its interfaces; their fields are put in here, so that each is described once.
 */
export function schemaText(): string {
  const folder = join(import.meta.dirname, '..');
  const files = globSync('**/*.graphql', { cwd: folder }).sort();
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  return print(withInterfaceFields(parse(text)));
}

function withInterfaceFields(document: DocumentNode): DocumentNode {
  const interfaces = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? [[definition.name.value, definition.fields ?? []]]
        : [],
    ),
  );
  const complete = (type: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode => {
    const own = new Set(type.fields?.map((field) => field.name.value));
    const inherited: FieldDefinitionNode[] = (type.interfaces ?? [])
      .flatMap((one) => interfaces.get(one.name.value) ?? [])
      .filter((field) => !own.has(field.name.value));
    return { ...type, fields: [...inherited, ...(type.fields ?? [])] };
  };
  return {
    ...document,
    definitions: document.definitions.map((one) =>
      one.kind === Kind.OBJECT_TYPE_DEFINITION ? complete(one) : one,
    ),
  };
}
