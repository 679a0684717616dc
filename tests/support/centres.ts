import type { GraphqlClient } from '#testing';
import { mutate } from './publishing.ts';

/** What a test wants of a joint centre's fields when it looks at everything. */
export const CENTRE = `id name organisations { name institution { slug } partner { id name } }
  partners { name institution { slug } partner { id name } } foundedYear closedYear disciplines technologyAreas
  otherSectors region form funders status source { text url date } institution { slug } version createdAt updatedAt
  sharing { level tlp attribution minimumRole kinds institutions { slug } excludedInstitutions { slug }
    groups { name } members { id } }`;

const CREATE = `mutation($input: JointCentreCreateInput!) {
  jointCentreCreate(input: $input) { jointCentre { id } userErrors { code message field } } }`;

/** Records a centre, which must succeed; returns its id. What is not given is made up. */
export async function recordCentre(client: GraphqlClient, given: object = {}): Promise<string> {
  return (await mutate(client, CREATE, { input: { name: 'A joint centre', ...given } })).id;
}

/** Tries to record a centre; returns code and path of every user error. */
export async function refusedCentre(client: GraphqlClient, given: object): Promise<string[]> {
  const { jointCentreCreate } = await client.ask(CREATE, { input: { name: 'A joint centre', ...given } });
  return jointCentreCreate.userErrors.map(({ code, field }: { code: string; field: string[] | null }) =>
    `${code} ${field?.slice(1).join('.') ?? ''}`.trim(),
  );
}

/** Runs one of the changes of a centre; returns the codes of its user errors. */
export async function changeCentre(client: GraphqlClient, change: string, id: string): Promise<string[]> {
  const payload = change.startsWith('jointCentreDelete') ? 'deletedId' : 'jointCentre { id }';
  const data = await client.ask(
    `mutation($id: ID!) { ${change} { ${payload} userErrors { code message field } } }`,
    { id },
  );
  const [outcome] = Object.values(data) as { userErrors: { code: string }[] }[];
  return outcome!.userErrors.map(({ code }) => code);
}
