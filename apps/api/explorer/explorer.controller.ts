import { TokensService } from '#identity';
import { Controller, Get, Header, NotFoundException, Param, Req, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isFromThisMachine } from '../limits/this-machine.ts';
import { SEARCH_VARIABLES, searchExample, VIEWER_EXAMPLE } from './example-queries.ts';

const require = createRequire(import.meta.url);
const installed = (name: string, file: string): string =>
  join(dirname(require.resolve(`${name}/package.json`)), file);

/** GraphiQL and what it needs, from the installed packages: nothing is loaded from elsewhere. */
const FILES: Readonly<Record<string, { path: string; type: string }>> = {
  'react.production.min.js': {
    path: installed('react', 'umd/react.production.min.js'),
    type: 'text/javascript',
  },
  'react-dom.production.min.js': {
    path: installed('react-dom', 'umd/react-dom.production.min.js'),
    type: 'text/javascript',
  },
  'graphiql.min.js': { path: installed('graphiql', 'graphiql.min.js'), type: 'text/javascript' },
  'graphiql.min.css': { path: installed('graphiql', 'graphiql.min.css'), type: 'text/css' },
};

const PAGE = readFileSync(join(import.meta.dirname, 'explorer.html'), 'utf8');
const OWN_SCRIPT = /<script>([^]*?)<\/script>/.exec(PAGE)?.[1] ?? '';
const POLICY = [
  "default-src 'self'",
  `script-src 'self' 'sha256-${createHash('sha256').update(OWN_SCRIPT).digest('base64')}'`,
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
].join('; ');

/** A tab of the explorer. */
interface Tab {
  query: string;
  variables?: string;
  headers?: string;
}

/** The explorer: GraphiQL with example queries. */
@Controller()
export class ExplorerController {
  private readonly tokens: TokensService;

  constructor(tokens: TokensService) {
    this.tokens = tokens;
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  page(): string {
    return PAGE;
  }

  /**
   * The tabs to open with: in a demonstration database one for each of two universities, with their
   * tokens, but only for a browser on this very machine.
   */
  @Get('explorer/examples')
  @Header('cache-control', 'no-store')
  async examples(@Req() request: FastifyRequest): Promise<Tab[]> {
    const people = isFromThisMachine(request) ? [...(await this.tokens.demonstrationTokens())] : [];
    const searches = people.map(([email, token]) => searchTab(`SearchAt_${placeOf(email)}`, token));
    const [first] = searches;
    return [
      ...(first ? searches : [searchTab('Search')]),
      { query: VIEWER_EXAMPLE, headers: first?.headers },
    ];
  }

  @Get('explorer/:file')
  file(@Param('file') name: string): StreamableFile {
    const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (!file) throw new NotFoundException();
    return new StreamableFile(createReadStream(file.path), { type: `${file.type}; charset=utf-8` });
  }
}

function searchTab(name: string, token?: string): Tab {
  const headers = token ? { headers: JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2) } : {};
  return { query: searchExample(name), variables: JSON.stringify(SEARCH_VARIABLES, null, 2), ...headers };
}

/** harrowmere for somebody@harrowmere.example, fit for the name of an operation. */
function placeOf(email: string): string {
  return (email.split('@')[1] ?? '').split('.')[0]!.replace(/\W/g, '_');
}
