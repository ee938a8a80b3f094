// Lists the suites that `npm test` does not run, so that their absence is not mistaken for a pass.
console.log(`
  NOT RUN HERE: the suite "browser" (needs Chromium):     npm run test:browser
  NOT RUN HERE: the suite "readers" (Debian: apt-get install libxml2-utils graphviz r-base-core python3-networkx python3-pandas):  npm run test:readers
  NOT RUN HERE: the suites on PostgreSQL (Debian: apt-get install postgresql):  npm run test:postgres
  NOT RUN HERE: the suite "operations" (Debian: apt-get install nginx-light postgresql):  npm run test:operations
`);
