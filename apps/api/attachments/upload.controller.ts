import { demandPermission } from '#access';
import type { MultipartFile } from '@fastify/multipart';
import { TooLarge, UploadsService } from '#attachments';
import { BadInput, Forbidden, Refusal, Unauthenticated } from '#kernel';
import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { Senders } from '../auth/senders.ts';
import { caller } from '../graphql/caller.ts';

const NOT_A_FILE = 'Send one file, as multipart/form-data, in the field "file".';

/** Takes in files that are to be attached. */
@Controller('attachments')
export class UploadController {
  private readonly uploads: UploadsService;
  private readonly senders: Senders;

  constructor(uploads: UploadsService, senders: Senders) {
    this.uploads = uploads;
    this.senders = senders;
  }

  /**
   * 201 with the upload; 400 for what is no upload, 401, 403, 409 when too many wait, 413, 422 for a file that
   * may not be attached.
   */
  @Post()
  async upload(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      const sender = await this.senders.of(request);
      demandPermission(sender, 'document.write');
      const principal = caller({ principal: sender });
      await this.uploads.requireRoom(principal);
      if (!request.isMultipart()) throw new BadInput(NOT_A_FILE);
      const { filename, file } = await partOf(request);
      const upload = await this.uploads.receive(principal, filename, file).catch(asBadInput(file));
      await reply.status(201).header('cache-control', 'no-store').send(upload);
    } catch (error) {
      const answer = answerTo(error);
      if (!answer) throw error;
      const [status, code, message] = answer;
      // What is still being sent is not read; the connection cannot be used again.
      await reply.status(status).header('connection', 'close').send({ statusCode: status, code, message });
    }
  }
}

/** What the sender may know of a failure; null for what is no concern of theirs. */
function answerTo(error: unknown): [status: number, code: string, message: string] | null {
  if (error instanceof BadInput) return [400, 'BAD_USER_INPUT', error.message];
  if (error instanceof Unauthenticated) return [401, 'UNAUTHENTICATED', error.message];
  if (error instanceof Forbidden) return [403, 'FORBIDDEN', error.message];
  if (error instanceof TooLarge) return [413, 'TOO_LARGE', error.message];
  if (error instanceof Refusal) {
    const { code, message } = error.userErrors[0]!;
    return [code === 'FORBIDDEN' ? 403 : code === 'STATE' ? 409 : 422, code, message];
  }
  return null;
}

/** The one file of a form. Whatever the parser says of one that is none is BadInput. */
async function partOf(request: FastifyRequest): Promise<MultipartFile> {
  const part = await request.file().catch(() => undefined);
  if (part?.fieldname !== 'file') throw new BadInput(NOT_A_FILE);
  return part;
}

/** A body that breaks off fails the stream of its file; other failures are what they are. */
function asBadInput(file: Readable): (error: unknown) => never {
  return (error) => {
    throw file.errored !== null && !(error instanceof TooLarge) ? new BadInput(NOT_A_FILE) : error;
  };
}
