import { Settings } from '#config';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Transporter } from 'nodemailer';

const CONNECTING_MILLISECONDS = 10_000;
const SILENT_MILLISECONDS = 30_000;

/** A mail as it is written here: plain text, so that nothing in it can be anything else. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same for the same mail, so that a copy can be told from another one. */
  messageId: string;
}

/** Hands mails to the SMTP server, if there is one. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly smtpUrl: string | null;
  /** Made with the first mail: what it takes is loaded where mail is sent only. */
  private transport: Promise<Transporter> | null = null;
  private readonly from: string;

  constructor({ smtpUrl, mailFrom }: Settings) {
    this.from = mailFrom ?? '';
    this.smtpUrl = smtpUrl;
  }

  /** Whether mail is sent at all. */
  get isOn(): boolean {
    return this.smtpUrl !== null;
  }

  /** Returns once the server has taken the mail. Throws when it has not. */
  async send({ messageId, ...mail }: Mail): Promise<void> {
    if (this.smtpUrl === null) throw new Error('no SMTP server is set');
    this.transport ??= transportTo(this.smtpUrl);
    const domain = /@([^>\s]+)>?$/.exec(this.from)?.[1] ?? 'localhost';
    const transport = await this.transport;
    await transport.sendMail({
      ...mail,
      from: this.from,
      messageId: `<${messageId}@${domain}>`,
      headers: { 'auto-submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.transport)?.close();
  }
}

/**
 * Titles of AMBER documents go over this line, so that it must be encrypted unless it stays on this machine,
 * or the address itself says otherwise (`?requireTLS=false`).
 */
async function transportTo(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { hostname, searchParams } = new URL(url);
  const stays = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return createTransport({
    url,
    ...(searchParams.has('requireTLS') ? {} : { requireTLS: !stays }),
    connectionTimeout: CONNECTING_MILLISECONDS,
    greetingTimeout: CONNECTING_MILLISECONDS,
    socketTimeout: SILENT_MILLISECONDS,
  });
}
