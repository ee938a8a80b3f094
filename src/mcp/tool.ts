import type { CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { ApiError, loadConsistently, type Read, type Send } from '../api-client/api.ts';
import { ToolError } from './tool-error.ts';

/** How tools reach the API, and the address under which people find its records. */
export interface Connection {
  send: Send;
  /** Origin of absolute addresses, without a slash at its end. */
  baseUrl: string;
  /** Records an error that is not the fault of the caller. */
  onError: (error: unknown) => void;
}

/** What a tool reads from. */
export interface ToolContext {
  read: Read;
  baseUrl: string;
}

interface ToolResult {
  text: string;
  /** The same as a structure, for a tool with an output schema. */
  structured?: Record<string, unknown>;
}

interface ToolDefinition<Input extends z.ZodObject> {
  name: string;
  title: string;
  description: string;
  input: Input;
  output?: z.ZodObject;
  run: (context: ToolContext, input: z.infer<Input>) => Promise<ToolResult>;
}

/** Parameters that several tools have. */
export const asOfInput = z.string().optional().describe('YYYY-MM-DD: answer with what was known on that day.');
export const cursorInput = z.string().optional().describe('Cursor of the previous answer; other arguments unchanged.');
export const limitInput = (fallback: number, max: number) => z.number().int().min(1).max(max).default(fallback);

/** Says what went wrong in words that a model can act on. */
export const describeError = (error: unknown, onError: Connection['onError']): string => {
  if (error instanceof ToolError) return error.message;
  if (!(error instanceof ApiError)) {
    onError(error);
    return 'The server failed to answer. Try again later.';
  }
  const { title, detail, errors = [] } = error.problem;
  const hints = errors.map(({ message, didYouMean }) => `${message}${didYouMean === undefined ? '' : ` Did you mean "${didYouMean}"?`}`);
  return [...new Set([`${title}: ${detail}`, ...hints])].join('\n');
};

const stateSchema = z.object({ asOf: z.string().optional() });

/** Defines a tool: a function from responses of the API to text. Returns the function that adds it to a server. */
export const defineTool =
  <Input extends z.ZodObject>({ name, title, description, input, output, run }: ToolDefinition<Input>) =>
  (server: McpServer, { send, baseUrl, onError }: Connection): void => {
    const inputSchema: z.ZodObject = input;
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema,
        ...(output !== undefined && { outputSchema: output }),
        annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
      },
      async (passed, { mcpReq: { signal } }): Promise<CallToolResult> => {
        try {
          const { text, structured } = await loadConsistently(send, stateSchema.parse(passed), signal, (read) =>
            run({ read, baseUrl }, input.parse(passed)),
          );
          return { content: [{ type: 'text', text }], ...(structured !== undefined && { structuredContent: structured }) };
        } catch (error) {
          return { content: [{ type: 'text', text: describeError(error, onError) }], isError: true };
        }
      },
    );
  };
