import {
  buildClientSchema,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { TestApp } from '../support/test-app.ts';

/** The schema as a client sees it: asked for over HTTP. */
export async function servedSchema(): Promise<GraphQLSchema> {
  const app = await TestApp.start();
  try {
    const query = getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true });
    return buildClientSchema(await app.anonymous.ask<IntrospectionQuery>(query));
  } finally {
    await app.stop();
  }
}
