/** Why an expected failure happened; the words of the contract. */
export type UserErrorCode =
  'NOT_FOUND' | 'FORBIDDEN' | 'INVALID' | 'CONFLICT' | 'STATE' | 'TLP_CAP' | 'SECOND_PERSON';

/** An expected failure as a client sees it. `field` is the path into the arguments, outermost first. */
export interface UserError {
  code: UserErrorCode;
  message: string;
  field: string[] | null;
}

/**
 * An expected failure of a write. Thrown inside the transaction, so that everything is rolled back, and
 * turned into `userErrors` at the edge. Its messages are written for the caller and tell nothing that
 * the caller may not know.
 */
export class Refusal extends Error {
  readonly userErrors: UserError[];

  constructor(userErrors: UserError[]) {
    super(userErrors.map((error) => `${error.code}: ${error.message}`).join('; '));
    this.name = 'Refusal';
    this.userErrors = userErrors;
  }

  static of(code: UserErrorCode, message: string, field: string[] | null = null): Refusal {
    return new Refusal([{ code, message, field }]);
  }

  /** The one answer for what does not exist and for what the caller may not read. */
  static notFound(field: string[] = ['id']): Refusal {
    return Refusal.of('NOT_FOUND', 'There is no such thing, or you may not see it.', field);
  }
}

/** A malformed request outside a mutation's business: a wrong cursor, a page that is too large. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** The request needs a signed-in caller, or its token is not valid. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
}

/** The caller is known, and may not do this at all. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
}
