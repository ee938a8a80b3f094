/** An error that the caller of a tool can fix. Its message is the answer. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}
