import { TooLarge, UploadsService } from '#attachments';
import { Authentication } from '#identity';
import { BadInput, Forbidden, Refusal, Unauthenticated } from '#kernel';
import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { permitted, senderOf } from './sender.ts';

const NOT_A_FILE = 'Send one file, as multipart/form-data, in the field "file".';

/** Takes in files that are to be attached. */
@Controller('attachments')
export class UploadController {
  private readonly uploads: UploadsService;
  private readonly authentication: Authentication;

  constructor(uploads: UploadsService, authentication: Authentication) {
    this.uploads = uploads;
    this.authentication = authentication;
  }

  /**
   * 201 with the upload; 400 for what is no upload, 401, 403, 409 when too many wait, 413, 422 for a file that
   * may not be attached.
   */
  @Post()
  async upload(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      const principal = permitted(await senderOf(this.authentication, request), 'document.write');
      await this.uploads.requireRoom(principal);
      if (!request.isMultipart()) throw new BadInput(NOT_A_FILE);
      const part = await request.file();
      if (!part || part.fieldname !== 'file') throw new BadInput(NOT_A_FILE);
      const upload = await this.uploads.receive(principal, part.filename, part.file);
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
  // The parser's own: a body that breaks off, parts that are none, too many of them.
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (code?.startsWith('FST_') && statusCode === 413) return [413, 'TOO_LARGE', 'The file is too large.'];
  if (isBrokenOff(error) || (code?.startsWith('FST_') && statusCode && statusCode < 500)) {
    return [400, 'BAD_USER_INPUT', NOT_A_FILE];
  }
  return null;
}

/** Busboy's words for a body that ends too early, and the stream's. */
function isBrokenOff(error: unknown): boolean {
  const { message = '', code } = error as { message?: string; code?: string };
  return (
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'ECONNRESET' ||
    /Unexpected end of|Part terminated early|Malformed|premature|aborted/i.test(message)
  );
}
