import { buildSchema, getNamedType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { schemaText } from '../../../apps/api/graphql/schema-text.ts';
import { APART, EXAMINED_FIELDS, PROBES } from './probes.ts';

/** Types that are a document or a joint centre, a part of one, or tell of one. */
const TELLING =
  /^(Document|Guidance|CaseStudy|PartnerNote|Advisory|Finding|Attachment|WorkingVersion|Tombstone|Search|Facet|AccessRequest|Inbox|JointCentre|DisciplineGroup|CollaborationNetwork|Network)/;

function composite(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .filter((type) => !type.name.startsWith('__'));
}

describe('the list of examined surfaces', () => {
  const schema = buildSchema(schemaText());
  const roots = [schema.getQueryType()!, schema.getMutationType()!];

  it('names every root field, as a surface or as reaching no document', () => {
    const fields = roots.flatMap((type) =>
      Object.keys(type.getFields()).map((field) => `${type.name}.${field}`),
    );
    const named = [...Object.keys(PROBES), ...Object.keys(APART)];
    expect(named.toSorted()).toEqual(fields.toSorted());
  });

  it('names every field that leads to a document or to a part of one', () => {
    const leading = composite(schema)
      .filter((type) => !roots.some((root) => root === type))
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => {
            const target = getNamedType(field.type);
            return (isObjectType(target) || isInterfaceType(target)) && TELLING.test(target.name);
          })
          .map((field) => `${type.name}.${field.name}`),
      );
    expect(EXAMINED_FIELDS.toSorted()).toEqual(leading.toSorted());
  });

  it('asks in its probes for what it claims to examine', () => {
    const asked = Object.values(PROBES)
      .map((probe) => probe.query)
      .join('\n');
    for (const field of EXAMINED_FIELDS.map((coordinate) => coordinate.split('.')[1]!)) {
      if (field !== 'findings') expect(asked).toContain(field);
    }
  });
});
