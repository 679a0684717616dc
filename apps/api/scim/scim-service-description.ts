import { USER_SCHEMA } from './scim-user.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
export const MOST_RESULTS = 200;

/** What this service can do (RFC 7643, 5). */
export function serviceProviderConfig(base: string): object {
  const not = { supported: false };
  return {
    schemas: [`${CORE}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MOST_RESULTS },
    ...{ changePassword: not, sort: not, etag: not },
    authenticationSchemes: [
      {
        ...{ type: 'oauthbearertoken', name: 'SCIM token' },
        description: 'A bearer token that an administrator of the institution makes.',
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  };
}

/** The one type of resources (RFC 7643, 6). */
export function userType(base: string): object {
  return {
    schemas: [`${CORE}:ResourceType`],
    ...{ id: 'User', name: 'User', endpoint: '/Users', schema: USER_SCHEMA },
    description: 'One of the people of the institution',
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
  };
}

/** What a User has here (RFC 7643, 7). */
export function userSchema(base: string): object {
  return {
    ...{ schemas: [`${CORE}:Schema`], id: USER_SCHEMA, name: 'User', description: 'User account' },
    attributes: [
      attribute('userName', 'string', { required: true, uniqueness: 'server' }),
      attribute('externalId', 'string', { caseExact: true }),
      attribute('displayName', 'string'),
      attribute('active', 'boolean'),
      attribute('name', 'complex', { subAttributes: [attribute('formatted', 'string')] }),
      attribute('emails', 'complex', {
        ...{ multiValued: true, mutability: 'immutable' },
        subAttributes: [
          attribute('value', 'string', { mutability: 'immutable' }),
          attribute('primary', 'boolean'),
        ],
      }),
    ],
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${USER_SCHEMA}` },
  };
}

function attribute(name: string, type: string, more: object = {}): object {
  return {
    ...{ name, type, multiValued: false, required: false, caseExact: false },
    ...{ mutability: 'readWrite', returned: 'default', uniqueness: 'none', ...more },
  };
}
