import { hash } from 'node:crypto';
import { z } from 'zod';
import { Problem } from './problems.ts';

/** Where a page ends: the sort value and the id of its last row. */
export interface Position {
  value: string | number | null;
  id: string;
}

const cursorSchema = z.tuple([z.string(), z.union([z.string(), z.number(), z.null()]), z.string()]);

/** Hashes the list, the sort and the filters that a cursor is valid for. */
export const computeBinding = (parts: unknown): string => hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 10);

export const encodeCursor = (binding: string, { value, id }: Position): string =>
  Buffer.from(JSON.stringify([binding, value, id])).toString('base64url');

const parseCursor = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
};

const toCursorProblem = (message: string) => new Problem('invalid-cursor', message, { errors: [{ parameter: 'cursor', message }] });

/** Builds the problem for a cursor of another list, sort or filter. */
export const createForeignCursorProblem = (): Problem =>
  toCursorProblem('The cursor belongs to another list, sort or filter. Start again without it.');

/** Decodes a cursor. Throws a problem if it is malformed, or belongs to another list, sort or filter. */
export const decodeCursor = (cursor: string, binding: string): Position => {
  const parsed = cursorSchema.safeParse(parseCursor(cursor));
  if (!parsed.success) throw toCursorProblem('The cursor is malformed. Start again without it.');
  const [boundTo, value, id] = parsed.data;
  if (boundTo !== binding) throw createForeignCursorProblem();
  return { value, id };
};
