import { Refusal, type UserError } from '#kernel';

/**
 * A mutation's payload: the outcome under its name, or null with the expected failures. Other errors pass.
 * The work throws a Refusal inside its transaction, so that a failure has changed nothing.
 */
export async function payload<Name extends string, T>(
  name: Name,
  work: () => Promise<T>,
): Promise<{ [K in Name]: T | null } & { userErrors: UserError[] }> {
  const result = (value: T | null, userErrors: UserError[]) =>
    ({ [name]: value, userErrors }) as { [K in Name]: T | null } & { userErrors: UserError[] };
  try {
    return result(await work(), []);
  } catch (error) {
    if (error instanceof Refusal) return result(null, error.userErrors);
    throw error;
  }
}
