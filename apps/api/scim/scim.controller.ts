import { Settings } from '#config';
import { ProvisioningService, ScimTokensService, type ScimPrincipal } from '#institutions';
import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asScimError, scimBody, ScimError } from './scim-error.ts';
import { readFilter } from './scim-filter.ts';
import { readPatch } from './scim-patch.ts';
import { MOST_RESULTS, serviceProviderConfig, userSchema, userType } from './scim-service-description.ts';
import { changeOf, displayNameOf, emailOf, readUser, USER_SCHEMA, userResource } from './scim-user.ts';

const TYPE = 'application/scim+json; charset=utf-8';
const DEFAULT_RESULTS = 100;

interface Answer {
  status?: number;
  body?: object;
  location?: string;
}

/** SCIM 2.0 (RFC 7643, RFC 7644): an institution's directory keeps its people up to date. */
@Controller('scim/v2')
export class ScimController {
  private readonly tokens: ScimTokensService;
  private readonly people: ProvisioningService;
  private readonly base: string;

  constructor(tokens: ScimTokensService, people: ProvisioningService, { publicUrl }: Settings) {
    this.tokens = tokens;
    this.people = people;
    this.base = `${publicUrl.replace(/\/$/, '')}/scim/v2`;
  }

  @Get('ServiceProviderConfig')
  config(@Res() reply: FastifyReply): Promise<void> {
    return send(reply, async () => ({ body: serviceProviderConfig(this.base) }));
  }

  @Get('ResourceTypes')
  types(@Res() reply: FastifyReply): Promise<void> {
    return send(reply, async () => ({ body: listOf([userType(this.base)], 1, 1) }));
  }

  @Get('Schemas')
  schemas(@Res() reply: FastifyReply): Promise<void> {
    return send(reply, async () => ({ body: listOf([userSchema(this.base)], 1, 1) }));
  }

  @Get(['ResourceTypes/:id', 'Schemas/:id'])
  one(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    return send(reply, async () => {
      if (id === 'User') return { body: userType(this.base) };
      if (id === USER_SCHEMA) return { body: userSchema(this.base) };
      throw new ScimError(404, 'There is no such thing.');
    });
  }

  /** Those who fit the filter, oldest first; places count from 1 (RFC 7644, 3.4.2.4). */
  @Get('Users')
  list(
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.as(request, reply, async (by) => {
      const startIndex = Math.max(1, wholeNumber(query.startIndex, 1));
      const most = Math.min(MOST_RESULTS, Math.max(0, wholeNumber(query.count, DEFAULT_RESULTS)));
      const { filter } = query;
      if (filter !== undefined && typeof filter !== 'string')
        throw new ScimError(400, 'One filter.', 'invalidFilter');
      const criterion = filter ? readFilter(filter) : null;
      const { total, people } = await this.people.list(by, criterion, { skip: startIndex - 1, most });
      const resources = people.map((person) => userResource(person, this.base));
      return { body: listOf(resources, total, startIndex) };
    });
  }

  @Get('Users/:id')
  get(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.as(request, reply, async (by) => ({
      body: userResource(await this.people.get(by, id), this.base),
    }));
  }

  @Post('Users')
  create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.as(request, reply, async (by) => {
      const given = readUser(body);
      const email = emailOf(given);
      if (email === null) throw new ScimError(400, 'emails: there must be an address.', 'invalidValue');
      const { userName, externalId = null, active } = given;
      const person = await this.people.create(by, {
        ...{ email, userName, externalId, active: active ?? true, displayName: displayNameOf(given) ?? null },
      });
      return {
        status: 201,
        body: userResource(person, this.base),
        location: `${this.base}/Users/${person.id}`,
      };
    });
  }

  @Put('Users/:id')
  replace(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.changed(id, request, reply, () => readUser(body));
  }

  @Patch('Users/:id')
  patch(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.changed(id, request, reply, () => readPatch(body));
  }

  @Delete('Users/:id')
  remove(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.as(request, reply, async (by) => {
      await this.people.remove(by, id);
      return { status: 204 };
    });
  }

  /** What is left out stays: a directory that forgets `active` must not bring anybody back. */
  private changed(
    id: string,
    request: FastifyRequest,
    reply: FastifyReply,
    read: () => Parameters<typeof changeOf>[0],
  ): Promise<void> {
    return this.as(request, reply, async (by) => {
      const before = await this.people.get(by, id);
      const person = await this.people.change(by, id, changeOf(read(), before));
      return { body: userResource(person, this.base) };
    });
  }

  private as(
    { headers }: FastifyRequest,
    reply: FastifyReply,
    work: (by: ScimPrincipal) => Promise<Answer>,
  ): Promise<void> {
    return send(reply, async () => work(await this.tokens.authenticate(headers.authorization)));
  }
}

async function send(reply: FastifyReply, work: () => Promise<Answer>): Promise<void> {
  void reply.header('cache-control', 'no-store');
  try {
    const { status = 200, body, location } = await work();
    if (location) void reply.header('location', location);
    await reply
      .status(status)
      .type(TYPE)
      .send(body ? JSON.stringify(body) : undefined);
  } catch (error) {
    const known = asScimError(error);
    if (!known) throw error;
    if (known.status === 401) void reply.header('www-authenticate', 'Bearer');
    await reply
      .status(known.status)
      .type(TYPE)
      .send(JSON.stringify(scimBody(known.status, known.message, known.type)));
  }
}

function listOf(resources: readonly object[], total: number, startIndex: number): object {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    ...{ totalResults: total, startIndex, itemsPerPage: resources.length, Resources: resources },
  };
}

function wholeNumber(given: unknown, otherwise: number): number {
  if (given === undefined) return otherwise;
  if (typeof given !== 'string' || !/^-?\d{1,9}$/.test(given)) {
    throw new ScimError(400, 'startIndex and count are whole numbers.', 'invalidValue');
  }
  return Number(given);
}
