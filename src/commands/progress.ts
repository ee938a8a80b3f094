/** Tells on the terminal, beside the output, how far a long work has come. */
export const showProgress = (done: number, total: number): void => {
  const { isTTY } = process.stderr;
  // Where nobody watches, a line for each tenth is enough.
  const isNewTenth = Math.floor((done / total) * 10) > Math.floor(((done - 100) / total) * 10);
  if (isTTY) process.stderr.write(`\r${done} of ${total} records derived${done === total ? '\n' : ''}`);
  else if (isNewTenth || done === total) process.stderr.write(`${done} of ${total} records derived\n`);
};
