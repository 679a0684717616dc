import type { Limits } from '#config';
import { Deadline } from '#kernel';
import type { FastifyInstance } from 'fastify';
import type { ClosingTime } from './closing-time.ts';
import { asksForHealth, refuse, type TurnedAway } from './refuse.ts';
import { Slots } from './slots.ts';

/** Milliseconds that a request waits for a place. */
const PATIENCE = 1_000;
const OVERLOADED: TurnedAway = {
  status: 503,
  code: 'OVERLOADED',
  message: 'There is too much to do at the moment: try again in a second.',
  retryAfter: 1,
};

/**
 * Every request that has come in completely takes a place and gets a deadline. It gives the place back when
 * it has been answered, or its caller has gone away, which ends the deadline as well.
 */
export function boundWork(app: FastifyInstance, limits: Limits, closingTime: ClosingTime): void {
  const slots = new Slots(limits.concurrentRequests, PATIENCE);
  app.addHook('preHandler', (request, reply, done) => {
    if (asksForHealth(request)) {
      done();
      return;
    }
    const begin = (entered: boolean): void => {
      if (!entered) {
        void refuse(request, reply, OVERLOADED);
        return;
      }
      const deadline = new Deadline(limits.requestMilliseconds);
      const finished = closingTime.enter(deadline);
      const leave = (): void => {
        finished();
        if (reply.raw.writableFinished) deadline.finish();
        else deadline.end();
        slots.release();
      };
      if (reply.raw.closed) leave();
      else reply.raw.once('close', leave);
      deadline.run(() => done());
    };
    const place = slots.take();
    if (typeof place === 'boolean') begin(place);
    else void place.then(begin);
  });
}
