import { z } from 'zod';
import { ApiError } from '../../api-client/api.ts';
import { pagePath } from '../../api-client/page-path.ts';
import { type Collection, collections } from '../../domain/vocabulary.ts';
import { parseCursor, toBoundedText } from '../bounded-text.ts';
import { describeRecord, type RecordText } from '../records/records.ts';
import { defineTool, type ToolContext } from '../tool.ts';
import { ToolError } from '../tool-error.ts';

interface ParsedId {
  collection: Collection;
  id: string;
  cursor: string | undefined;
}

const parseId = (text: string): ParsedId => {
  // Assistants also pass the address of a hit.
  const path = text
    .trim()
    .replace(/^[a-z]+:\/\/[^/]*\/?/, '')
    .replace(/^\/?(v1\/)?/, '')
    .replace(/^groups\//, 'companies/');
  const [, address = '', cursor] = /^([^?#]*)(?:\?cursor=(\d+))?/.exec(path) ?? [];
  const [name, id, ...rest] = address.split('/');
  const collection = collections.find((one) => one === name);
  if (collection === undefined || id === undefined || id === '' || rest.length > 0)
    throw new ToolError(
      `"${text}" is not an id of a record. Ids look like deals/openai-oracle-compute; collections: ${collections.join(', ')}.`,
    );
  return { collection, id, cursor };
};

/** Reads a record. Follows a renamed one to its current id. */
export const fetchRecord = async (
  { read, baseUrl }: ToolContext,
  text: string,
): Promise<RecordText & { id: string; url: string; text: string }> => {
  const { collection, id, cursor } = parseId(text);
  const position = parseCursor(cursor);
  const load = async (current: string) => {
    const record = await describeRecord(read, collection, current);
    const key = `${collection}/${current}`;
    return {
      ...record,
      id: key,
      url: record.url ?? `${baseUrl}${pagePath(collection, current)}`,
      text: await toBoundedText(read, { ...record, position, continueBy: (next) => `fetch "${key}?cursor=${next}"` }),
    };
  };
  try {
    return await load(id);
  } catch (error) {
    const current = error instanceof ApiError ? error.currentId : undefined;
    if (current === undefined) throw error;
    return load(current);
  }
};

/** Fetch in the form that research assistants expect. */
export const fetchTool = defineTool({
  name: 'fetch',
  title: 'Fetch a record',
  description: `One record in words, with evidence and source addresses. A company comes with owners and valuations. Ids: ${collections.map((name) => `${name}/…`).join(' ')}.`,
  input: z.strictObject({ id: z.string().min(1).max(300) }),
  output: z.object({ id: z.string(), title: z.string(), text: z.string(), url: z.string(), metadata: z.record(z.string(), z.string()) }),
  run: async (context, input) => {
    const { id, title, text, url, metadata } = await fetchRecord(context, input.id);
    const structured = { id, title, text, url, metadata };
    return { text: JSON.stringify(structured), structured };
  },
});
