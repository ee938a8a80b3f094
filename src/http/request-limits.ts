/** The limit of the path and query together, in characters. */
export const urlLengthMax = 4_096;
/** The limit of the request line and the headers together, in bytes. */
export const headerBytesMax = 32_768;
/** The limit of a body, in bytes, for routes that set none of their own. */
export const bodyBytesMax = 1_048_576;
