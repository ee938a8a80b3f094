// The last words of `npm test`: what it did not run, so that nobody takes silence for a pass.
console.log(`
  NOT RUN HERE: the suite "browser" (needs Chromium):     npm run test:browser
  NOT RUN HERE: the suites on PostgreSQL (Debian: apt-get install postgresql):  npm run test:postgres
`);
