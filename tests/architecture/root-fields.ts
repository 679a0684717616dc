import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ModulesContainer } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { declaredPermission } from '../../apps/api/graphql/require-permission.ts';

type Method = (...args: never[]) => unknown;

/** Under these @nestjs/graphql notes what a method resolves. */
const ROOT_TYPE = 'graphql:resolver_type';
const FIELD_NAME = 'graphql:resolver_name';

/**
 * The root fields of the schema that an application serves, as `Query.viewer`, each with the permissions
 * that its resolver methods declare: one, if all is well; none for a field without a resolver, and
 * undefined for a method that declares nothing.
 */
export function permissionsOfRootFields(app: NestFastifyApplication): Map<string, (string | undefined)[]> {
  const { schema } = app.get(GraphQLSchemaHost);
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const places = roots.flatMap((root) =>
    root ? Object.keys(root.getFields()).map((field) => `${root.name}.${field}`) : [],
  );
  const methods = resolverMethods(app);
  const declared = (place: string): (string | undefined)[] =>
    methods.filter((method) => placeOf(method) === place).map(declaredPermission);
  return new Map(places.map((place) => [place, declared(place)]));
}

/** The methods of all providers. What is not a resolver's has no place in the schema. */
function resolverMethods(app: NestFastifyApplication): Method[] {
  const modules = [...app.get(ModulesContainer).values()];
  const classes = new Set(
    modules.flatMap((one) => [...one.providers.values()].map(({ metatype }) => metatype)),
  );
  return [...classes].flatMap((metatype) => {
    const prototype = metatype?.prototype as object | undefined;
    const properties = Object.values(Object.getOwnPropertyDescriptors(prototype ?? {}));
    return properties.map(({ value }) => value as unknown).filter(isMethod);
  });
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

function placeOf(method: Method): string {
  const type = Reflect.getMetadata(ROOT_TYPE, method) as string | undefined;
  const name = Reflect.getMetadata(FIELD_NAME, method) as string | undefined;
  return `${type}.${name ?? method.name}`;
}
