import { ReadingsService } from '#documents';
import type { UserError } from '#kernel';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { tap, type Observable } from 'rxjs';
import type { RequestContext } from '../graphql/request-context.ts';

/** Arguments in which root fields take the id of a document. */
interface DocumentArguments {
  id?: unknown;
  documentId?: unknown;
  input?: { documentId?: unknown } | null;
}

/**
 * Records when a root field that names a document comes to nothing because the caller may not: put on every
 * resolver with such fields. What is recorded is recorded behind the answer.
 */
@Injectable()
export class DeniedAccess implements NestInterceptor {
  private readonly readings: ReadingsService;

  constructor(readings: ReadingsService) {
    this.readings = readings;
  }

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const graphql = GqlExecutionContext.create(execution);
    const { fieldName } = graphql.getInfo<GraphQLResolveInfo>();
    const id = documentIn(fieldName, graphql.getArgs<DocumentArguments>());
    if (typeof id !== 'string') return next.handle();
    const { principal } = graphql.getContext<RequestContext>();
    return next.handle().pipe(
      tap((outcome: unknown) => {
        if (isDenied(outcome)) this.readings.denied(principal, id, fieldName);
      }),
    );
  }
}

function documentIn(fieldName: string, { id, documentId, input }: DocumentArguments): unknown {
  return documentId ?? input?.documentId ?? (fieldName.startsWith('document') ? id : undefined);
}

/** A query answers null for what the caller may not have; a mutation says so in its userErrors. */
function isDenied(outcome: unknown): boolean {
  if (outcome === null) return true;
  const { userErrors } = outcome as { userErrors?: readonly UserError[] };
  return (userErrors ?? []).some(
    ({ code, field }) =>
      code === 'FORBIDDEN' ||
      (code === 'NOT_FOUND' && ['id', 'documentId', 'input'].includes(field?.[0] ?? 'id')),
  );
}
