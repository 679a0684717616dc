import { createHmac } from 'node:crypto';

/**
 * The headers by which a receiver knows that a delivery is ours and new: HMAC-SHA256, in hexadecimal, over
 * the timestamp (seconds since 1970), a full stop and the body.
 */
export function signatureHeaders(secret: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'precedent-timestamp': timestamp, 'precedent-signature': `v1=${signature}` };
}
