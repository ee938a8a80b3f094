import type { Catalogue } from '../api-client/answers.ts';
import type { Read } from '../api-client/api.ts';
import { ToolError } from './tool-error.ts';

/** The longest text of a tool: about 1,500 tokens. */
const maxCharacters = 6_000;
const maxLineCharacters = 900;

/** Where an answer continues: after a number of lines of a page of the API. */
interface Position {
  skipped: number;
  /** Cursor of the page; undefined for the first page. */
  page: string | undefined;
}

const formatCursor = ({ skipped, page }: Position): string => `${skipped}${page === undefined ? '' : `~${page}`}`;

/** Parses the cursor of an earlier answer. */
export const parseCursor = (cursor: string | undefined): Position => {
  if (cursor === undefined || cursor === '') return { skipped: 0, page: undefined };
  const [, skipped, page] = /^(\d{1,5})(?:~(.+))?$/.exec(cursor) ?? [];
  if (skipped === undefined) throw new ToolError('cursor is invalid. Pass the cursor of the previous answer unchanged.');
  return { skipped: Number(skipped), page };
};

/** Cuts a text to a number of characters. */
const shorten = (text: string, characters = maxLineCharacters): string =>
  text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;

/** What a tool answers, before it is cut to its maximum length. */
export interface LongText {
  /** What the lines are, in a sentence or two. */
  heading: string;
  lines: readonly string[];
  /** What a reader needs to know to read the lines. Repeated in every part. */
  notes?: readonly string[] | undefined;
  position?: Position | undefined;
  /** Cursor of the next page of the API. */
  next?: string | null | undefined;
  /** Says how to read on from a cursor. */
  continueBy?: ((cursor: string) => string) | undefined;
}

/**
 * Joins heading and as many whole lines as fit, and says how to go on. The last line tells the as-of day, the data version and the
 * license.
 */
export const toBoundedText = async (
  read: Read,
  {
    heading,
    lines,
    notes = [],
    position = { skipped: 0, page: undefined },
    next = null,
    continueBy = (cursor) => `call again with cursor "${cursor}"`,
  }: LongText,
): Promise<string> => {
  const { data, meta } = await read<Catalogue>('/v1');
  const footer = `As known on ${meta.asOf}. Data version ${meta.dataVersion}. License ${data.dataset.license}: ${data.dataset.attribution}.`;
  const ending = [...notes, footer];
  const reserved = 80 + Math.max(next?.length ?? 0, position.page?.length ?? 0);
  let room = maxCharacters - reserved - [shorten(heading), ...ending].reduce((sum, text) => sum + text.length + 1, 0);
  const shown: string[] = [];
  for (const line of lines.slice(position.skipped)) {
    const text = `- ${shorten(line)}`;
    room -= text.length + 1;
    if (room < 0) break;
    shown.push(text);
  }
  const skipped = position.skipped + shown.length;
  const rest = Math.max(0, lines.length - skipped);
  const cursor =
    rest > 0 ? formatCursor({ skipped, page: position.page }) : next === null ? undefined : formatCursor({ skipped: 0, page: next });
  const more = cursor === undefined ? [] : [`${rest > 0 ? `${rest} more` : 'More'}: ${continueBy(cursor)}.`];
  return [shorten(heading), ...shown, ...more, ...ending].join('\n');
};
