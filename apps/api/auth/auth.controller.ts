import { Settings } from '#config';
import {
  ATTEMPT_MINUTES,
  BrowserSignIn,
  NoBrowserSignIn,
  SessionsService,
  SignInUnavailable,
} from '#identity';
import { Clock, Unauthenticated } from '#kernel';
import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clearCookie, cookieOf, setCookie } from './cookies.ts';
import { isFromHere } from './own-page.ts';

const MINUTE_SECONDS = 60;

/** Signing in and out with a browser. */
@Controller('auth')
export class AuthController {
  private readonly signIn: BrowserSignIn;
  private readonly sessions: SessionsService;
  private readonly settings: Settings;
  private readonly clock: Clock;

  constructor(signIn: BrowserSignIn, sessions: SessionsService, settings: Settings, clock: Clock) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.settings = settings;
    this.clock = clock;
  }

  /** Sends the browser to the issuer; `return_to` is the local path to come back to. */
  @Get('login')
  async login(@Query('return_to') returnTo: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(reply, async () => {
      const { url, secret } = await this.signIn.begin(returnTo);
      setCookie(reply, 'attempt', secret, ATTEMPT_MINUTES * MINUTE_SECONDS, this.settings);
      return url.href;
    });
  }

  /** Where the issuer sends the browser back to. Begins a session under a new secret. */
  @Get('callback')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(reply, async () => {
      const attempt = cookieOf(request, 'attempt', this.settings);
      const before = cookieOf(request, 'session', this.settings);
      clearCookie(reply, 'attempt', this.settings);
      const search = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
      const { secret, expiresAt, returnTo } = await this.signIn.finish(attempt, search, before);
      const seconds = Math.floor((expiresAt.getTime() - this.clock.now().getTime()) / 1_000);
      setCookie(reply, 'session', secret, seconds, this.settings);
      return returnTo;
    });
  }

  /** Ends the session, here and where the issuer can at the issuer too. Only our own pages can ask for it. */
  @Post('logout')
  async logout(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { origin } = request.headers;
    // A form sends Origin or Sec-Fetch-Site; a request with neither is no browser's page.
    const isShown = origin !== undefined || request.headers['sec-fetch-site'] !== undefined;
    if (!isShown || !isFromHere(request, this.settings)) {
      await plain(reply, 403, 'Sign out from our own page.');
      return;
    }
    await this.answer(reply, async () => {
      const secret = cookieOf(request, 'session', this.settings);
      clearCookie(reply, 'session', this.settings);
      const issuer = secret ? await this.sessions.end(secret) : null;
      return (issuer && (await this.signIn.logoutUrl(issuer))?.href) ?? '/';
    });
  }

  /** Redirects to where the work says, or tells in plain text why not. */
  private async answer(reply: FastifyReply, work: () => Promise<string>): Promise<void> {
    void reply.header('cache-control', 'no-store');
    try {
      await reply
        .status(303)
        .header('location', await work())
        .send();
    } catch (error) {
      if (error instanceof Unauthenticated) await plain(reply, 401, error.message);
      else if (error instanceof NoBrowserSignIn) await plain(reply, 404, error.message);
      else if (error instanceof SignInUnavailable) await plain(reply, 503, error.message);
      else throw error;
    }
  }
}

async function plain(reply: FastifyReply, status: number, message: string): Promise<void> {
  await reply.status(status).type('text/plain; charset=utf-8').send(`${message}\n`);
}
