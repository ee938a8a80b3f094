import { hash } from 'node:crypto';
import { z } from 'zod';
import { Problem } from './problems.ts';

/** Where a page ended: the sorting value and the id of its last row. */
export interface Position {
  value: string | number | null;
  id: string;
}

const cursorSchema = z.tuple([z.string(), z.union([z.string(), z.number(), z.null()]), z.string()]);

/** What a cursor is bound to: the list with its sort and filters, as a short hash. */
export const bindingOf = (parts: unknown): string => hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 10);

export const encodeCursor = (binding: string, { value, id }: Position): string =>
  Buffer.from(JSON.stringify([binding, value, id])).toString('base64url');

const parse = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
};

const refuse = (message: string) => new Problem('invalid-cursor', message, { errors: [{ parameter: 'cursor', message }] });

/** The problem of a cursor that was given for something else. */
export const foreignCursor = (): Problem => refuse('The cursor comes from another list, sort or filter. Start again without it.');

/** Reads a cursor; one that was made up, or comes from another list, sort or filter, is a problem. */
export const decodeCursor = (cursor: string, binding: string): Position => {
  const parsed = cursorSchema.safeParse(parse(cursor));
  if (!parsed.success) throw refuse('The cursor is not one that this API gave. Start again without it.');
  const [boundTo, value, id] = parsed.data;
  if (boundTo !== binding) throw foreignCursor();
  return { value, id };
};
