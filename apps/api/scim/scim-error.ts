import { Refusal, Unauthenticated } from '#kernel';
import { STATUS_CODES } from 'node:http';

/** RFC 7644, 3.12. */
export type ScimType =
  'invalidFilter' | 'invalidValue' | 'invalidPath' | 'invalidSyntax' | 'mutability' | 'uniqueness';

/** A request that SCIM refuses, with the words that it has for why. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: number;
  readonly type: ScimType | null;

  constructor(status: number, detail: string, type: ScimType | null = null) {
    super(detail);
    this.status = status;
    this.type = type;
  }
}

/** The body of an error (RFC 7644, 3.12). */
export function scimBody(
  status: number,
  detail = STATUS_CODES[status],
  type: ScimType | null = null,
): object {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(type ? { scimType: type } : {}),
    detail,
  };
}

/** An error of ours as SCIM tells it; undefined for one that is not meant for callers. */
export function asScimError(error: unknown): ScimError | undefined {
  if (error instanceof ScimError) return error;
  if (error instanceof Unauthenticated) return new ScimError(401, error.message);
  if (!(error instanceof Refusal)) return undefined;
  const [first] = error.userErrors;
  switch (first?.code) {
    case 'NOT_FOUND':
      return new ScimError(404, 'There is no such user.');
    case 'CONFLICT':
      return new ScimError(409, first.message, 'uniqueness');
    case 'STATE':
      return new ScimError(409, first.message);
    default:
      return new ScimError(400, first?.message ?? 'Refused.', 'invalidValue');
  }
}
