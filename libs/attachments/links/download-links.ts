import { Clock, isId } from '#kernel';
import { Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';

const SECONDS = 120;
const PURPOSE = 'attachment';

/** What a link opens, and for whom. */
export interface LinkedAttachment {
  attachmentId: string;
  documentId: string;
  versionNumber: number;
  /** Null for nobody in particular: what is public. */
  userId: string | null;
  /** The institution that the token was bound to which asked for the link; null for one that was not. */
  boundTo: string | null;
}

/**
 * Links to attachments: signed, for one person, for two minutes. A link says who may come back with it and
 * what for; whether they may read it is asked again when they come.
 */
@Injectable()
export class DownloadLinks {
  private readonly key: Uint8Array;
  private readonly clock: Clock;

  constructor(key: Uint8Array, clock: Clock) {
    this.key = key;
    this.clock = clock;
  }

  /** The text of a link; opaque, and usable in a URL as it is. */
  async sign({ userId, ...linked }: LinkedAttachment): Promise<string> {
    const now = Math.floor(this.clock.now().getTime() / 1_000);
    const token = new SignJWT({ ...linked })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(PURPOSE)
      .setIssuedAt(now)
      .setExpirationTime(now + SECONDS);
    if (userId !== null) token.setSubject(userId);
    return token.sign(this.key);
  }

  /** What a link opens; null for one that is not ours, was changed, or has expired. */
  async verify(text: string): Promise<LinkedAttachment | null> {
    try {
      const { payload } = await jwtVerify(text, this.key, {
        algorithms: ['HS256'],
        audience: PURPOSE,
        requiredClaims: ['exp', 'attachmentId', 'documentId', 'versionNumber'],
        currentDate: this.clock.now(),
      });
      const { attachmentId, documentId, versionNumber, boundTo, sub } = payload;
      if (!isId(attachmentId) || !isId(documentId) || typeof versionNumber !== 'number') return null;
      return {
        ...{ attachmentId, documentId, versionNumber, userId: sub ?? null },
        boundTo: isId(boundTo) ? boundTo : null,
      };
    } catch {
      return null;
    }
  }
}
