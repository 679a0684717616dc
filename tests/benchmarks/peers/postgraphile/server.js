// PostGraphile 5 over the schema that the benchmark has made, as its documentation has it for production.
// What a request's token is, PostgreSQL gets as a setting; the functions in the schema look it up.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

const { DATABASE_URL, DATABASE_POOL_SIZE, DATABASE_SCHEMA } = process.env;

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString: DATABASE_URL,
      schemas: [DATABASE_SCHEMA],
      poolConfig: {
        max: Number(DATABASE_POOL_SIZE),
        // As the floor has it: planning takes longer than running.
        options: '-c plan_cache_mode=force_generic_plan',
      },
    }),
  ],
  schema: { defaultBehavior: '-connection:backwards' },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false, websockets: false },
  grafast: {
    explain: false,
    context: (requestContext) => ({ pgSettings: { 'peer.token': hashOf(requestContext) } }),
  },
});

function hashOf({ node }) {
  const token = /^Bearer (\S+)$/.exec(node?.req.headers.authorization ?? '')?.[1];
  return token === undefined ? '' : createHash('sha256').update(token).digest('hex');
}

const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.once('disconnect', () => process.exit());
