import { DrizzleQueryError } from 'drizzle-orm';
import pg from 'pg';
import { DatabaseUnavailable, StorageFull, type Violation, WriteQueueFull } from '../database.ts';

const violations: Readonly<Record<string, Violation>> = {
  '23505': 'unique',
  '23503': 'foreign_key',
  '23514': 'check',
  '23502': 'not_null',
};

/** Drizzle wraps the errors of the driver. */
const unwrapCause = (error: unknown): unknown => (error instanceof DrizzleQueryError ? error.cause : error);

const getErrorCode = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
};

/** Returns the constraint that a statement violated. */
export const violationOf = (error: unknown): Violation | undefined => violations[getErrorCode(unwrapCause(error))];

/** Server errors: connection (08), shutdown and startup (57P), insufficient resources (53), reads cancelled by a replica (40001). */
const transientStates = /^(08...|57P0\d|53300|53400|40001|25006|57014)$/;
const lostSocketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);
/** Messages of errors without a code, which the driver throws when it closes a connection itself. */
const driverTimeoutPattern =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Query read timeout|Cannot use a pool after calling end)/;

const isConnectionLost = (error: unknown): boolean => {
  if (error instanceof pg.DatabaseError) return transientStates.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isConnectionLost);
  return error instanceof Error && (lostSocketCodes.has(getErrorCode(error)) || driverTimeoutPattern.test(error.message));
};

/** Translates an error: the database is unavailable, the database is busy, or the error itself. */
export const translateError = (error: unknown): unknown => {
  const cause = unwrapCause(error);
  if (getErrorCode(cause) === '55P03') return new WriteQueueFull();
  if (getErrorCode(cause) === '53100') return new StorageFull(cause);
  return isConnectionLost(cause) ? new DatabaseUnavailable(cause) : error;
};
