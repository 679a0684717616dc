import type { ScimChange, ScimPerson } from '#institutions';
import { text } from '#input';
import { z } from 'zod';
import { ScimError } from './scim-error.ts';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** Microsoft Entra ID writes it as text. */
const truth = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(true|false)$/i)
    .transform((word) => word.toLowerCase() === 'true'),
]);
const name = text(320, 1);
const words = text(1_000);
const email = z.looseObject({ value: z.email().max(320), primary: truth.nullish() });

/** The attributes of a User (RFC 7643, 4.1) that mean something here; all others are ignored, as it allows. */
const userAttributes = z.looseObject({
  userName: name,
  externalId: words.nullish(),
  active: truth.nullish(),
  displayName: words.nullish(),
  name: z
    .looseObject({ formatted: words.nullish(), givenName: words.nullish(), familyName: words.nullish() })
    .nullish(),
  emails: z.array(email).max(20).nullish(),
});
const someAttributes = userAttributes.partial();
type Attributes = z.infer<typeof someAttributes>;

/** A whole User, as POST and PUT send it. Throws ScimError. */
export function readUser(body: unknown): z.infer<typeof userAttributes> {
  return parse(userAttributes, body);
}

/** Some attributes of one, as PATCH sends them. Throws ScimError. */
export function readAttributes(body: unknown): Attributes {
  return parse(someAttributes, body);
}

/** The address that counts: the primary one, else the first, else a user name that is one. */
export function emailOf({ emails, userName }: Attributes): string | null {
  const found = (emails?.find((one) => one.primary) ?? emails?.[0])?.value ?? userName;
  return z.email().max(320).safeParse(found).success ? found!.toLowerCase() : null;
}

/** What the attributes change of a person. Throws ScimError for another address: it is what invitations go by. */
export function changeOf(attributes: Attributes, person: ScimPerson): ScimChange {
  const address = attributes.emails?.length ? emailOf({ emails: attributes.emails }) : null;
  if (address !== null && address !== person.email?.toLowerCase()) {
    throw new ScimError(400, 'The address of a user does not change here.', 'mutability');
  }
  const { userName, externalId, active } = attributes;
  const displayName = displayNameOf(attributes);
  return {
    ...(userName !== undefined && userName !== person.userName ? { userName } : {}),
    ...(externalId !== undefined && externalId !== person.externalId ? { externalId } : {}),
    ...(displayName !== undefined && displayName !== person.displayName ? { displayName } : {}),
    ...(typeof active === 'boolean' ? { active } : {}),
  };
}

/** What a person is called, undefined where the attributes do not say. */
export function displayNameOf({ displayName, name: parts }: Attributes): string | null | undefined {
  const joined = [parts?.givenName, parts?.familyName].filter(Boolean).join(' ');
  return displayName ?? parts?.formatted ?? (joined || (displayName === null ? null : undefined));
}

/** A person as a User resource. `base` is the address of this SCIM service. */
export function userResource(person: ScimPerson, base: string): object {
  const { id, userName, externalId, displayName, email: address, active, createdAt, updatedAt } = person;
  return {
    schemas: [USER_SCHEMA],
    id,
    ...(externalId === null ? {} : { externalId }),
    userName,
    ...(displayName === null ? {} : { displayName, name: { formatted: displayName } }),
    ...(address === null ? {} : { emails: [{ value: address, primary: true }] }),
    active,
    meta: {
      ...{ resourceType: 'User', location: `${base}/Users/${id}` },
      ...{ created: createdAt.toISOString(), lastModified: updatedAt.toISOString() },
    },
  };
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ScimError(400, `${issue?.path.join('.') || 'body'}: ${issue?.message}`, 'invalidValue');
}
