import type { DocumentationSection } from './circularity-page.ts';

/** From one file to many servers: what to set, what holds, and what was tried. */
export const scalingPage: readonly DocumentationSection[] = [
  {
    heading: 'Scaling',
    paragraphs: [
      'The same software serves from one file, from one PostgreSQL server, and from many processes over a primary with replicas. Answers are the same, byte for byte, entity tags included: the queries are one set, texts are compared byte by byte on both engines, and a test holds 500 requests drawn from the OpenAPI document to it.',
    ],
  },
  {
    heading: 'One file',
    paragraphs: [
      'The default: `DATABASE_URL=sqlite:<file>`. One writer at a time, readers that never wait for it, and ready answers kept in memory. Per core it is faster than any server. Put the file on a local disk, not on a network file system.',
      '`roundtrip serve --workers N` runs N processes on one port, one for each core. A worker that dies is replaced after a second; SIGHUP replaces all, one after another, without a moment in which none listens; SIGTERM lets each finish what is in flight. Limits of rate are counted by each process, so that a client may get up to N times as much.',
    ],
  },
  {
    heading: 'One PostgreSQL server',
    paragraphs: [
      '`DATABASE_URL=postgres://user:password@host/database`, and nothing else changes. Tables are made and brought up to date at the start, one process after another (an advisory lock), so that many can start at once. A read is one snapshot (repeatable read). Writes are serial over all processes: each locks the row of the dataset first, so that the sequence of changes has no gap. A write that waits for more than 5 seconds ends in 503 with Retry-After, and nothing of it is left.',
      'Each process keeps up to 10 connections, and one that watches. Behind a pooler, use session pooling: prepared statements and LISTEN belong to a connection.',
      'While the server cannot be reached, requests that need it are answered 503 with Retry-After; those whose answer is kept still are answered. It recovers by itself.',
      '`roundtrip copy --from URL --to URL` moves a whole database to the other engine, or back, and verifies every record and revision.',
    ],
  },
  {
    heading: 'How old an answer can be',
    paragraphs: [
      'After a write, other processes notice by a notification, and by a look every quarter of a second in case one was lost: an answer that was kept is dropped after a quarter of a second at the latest, plus the time that the look takes. On SQLite every request looks. A process never answers with less than it has itself written.',
    ],
  },
  {
    heading: 'Replicas',
    paragraphs: [
      '`DATABASE_REPLICA_URLS` is a comma list of streaming replicas. Reads are spread in turn over those that can be reached and lack no change older than `REPLICA_MAX_LAG_MS` (1,000 by default; 0 means that they lack none that was seen), else they go to the primary. A read that a replica fails in the middle is answered by the primary. A replica comes back by itself.',
      'An answer from a replica that is behind is kept no longer than until the replica was seen to have caught up.',
    ],
  },
  {
    heading: 'A cache in front',
    paragraphs: [
      'Answers may be kept by any HTTP cache: `Cache-Control: public, max-age=60, stale-while-revalidate=300`, a strong ETag for every encoding, `Vary: Accept, Accept-Encoding`. Past days change seldom (`max-age=300`). Set `PUBLIC_URL`, and `TRUST_PROXY=true` so that limits of rate count clients and not the cache.',
    ],
  },
  {
    heading: 'Distributed engines that speak the protocol of PostgreSQL',
    paragraphs: [
      'The queries use plain SQL: no extension, no JSON operator, no full-text search of the engine. What is asked of an engine besides: `COLLATE "C"`, `SELECT ... FOR UPDATE`, advisory locks at the start, repeatable read. LISTEN may be missing; the look every quarter of a second is enough.',
    ],
  },
  {
    heading: 'What was tried',
    paragraphs: [
      'In the tests, on real servers: SQLite; PostgreSQL 15 with the whole HTTP suite; a streaming replica that is killed, paused and started again; a primary that crashes and restarts; four server processes on one database; 100 racing writers in five processes on both engines; two workers on one port; a copy to PostgreSQL and back. Not tried: managed services, poolers, failover to a replica that becomes the primary, and distributed engines.',
    ],
  },
];
