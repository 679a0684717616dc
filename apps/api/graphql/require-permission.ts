import { demandPermission, type Permission } from '#access';
import { Forbidden } from '#kernel';
import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { RequestContext } from './request-context.ts';

const PERMISSION = 'precedent:permission';

/** Declares what a root field requires. One that declares nothing is refused. */
export const RequirePermission = (permission: Permission): MethodDecorator =>
  SetMetadata(PERMISSION, permission);

/** The permission that a resolver's method declares, if any. */
export function declaredPermission(method: (...args: never[]) => unknown): Permission | undefined {
  return Reflect.getMetadata(PERMISSION, method) as Permission | undefined;
}

/** Stands before every root field: sign-in where it is needed, and the scopes of the token. */
@Injectable()
export class PermissionGuard implements CanActivate {
  private readonly reflector: Reflector;

  constructor(reflector: Reflector) {
    this.reflector = reflector;
  }

  canActivate(execution: ExecutionContext): boolean {
    if (execution.getType<GqlContextType>() !== 'graphql') return true;
    const permission = this.reflector.get<Permission | undefined>(PERMISSION, execution.getHandler());
    if (!permission) throw new Forbidden('This field declares no permission, so nobody has it.');
    const { principal } = GqlExecutionContext.create(execution).getContext<RequestContext>();
    demandPermission(principal, permission);
    return true;
  }
}
