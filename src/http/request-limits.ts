/** The maximum length of path and query together, in characters. */
export const urlLengthMax = 4_096;
/** The maximum size of the request line and headers together, in bytes. */
export const headerBytesMax = 32_768;
/** As how many requests an analysis of the money graph counts for the rate limit. */
export const analysisCost = 10;
/** The maximum size of a request body in bytes. Routes may set their own limit. */
export const bodyBytesMax = 1_048_576;

/** Maximum time for a request to arrive. */
export const requestTimeoutMs = 30_000;

/** Time for a client to read the last response before the connection closes. */
export const lingerMs = 1_000;
