/** Reports the progress of a long task on stderr. */
export const showProgress = (done: number, total: number): void => {
  const { isTTY } = process.stderr;
  // Without a terminal, print one line per ten percent.
  const isNewTenth = Math.floor((done / total) * 10) > Math.floor(((done - 100) / total) * 10);
  if (isTTY) process.stderr.write(`\r${done} of ${total} records derived${done === total ? '\n' : ''}`);
  else if (isNewTenth || done === total) process.stderr.write(`${done} of ${total} records derived\n`);
};
