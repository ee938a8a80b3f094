/** A way of running the server, from the smallest to the largest. */
interface Step {
  name: string;
  /** How it is set up. */
  how: string;
  /** What it brings, and when it is no longer enough. */
  meaning: string;
}

export const steps: readonly Step[] = [
  {
    name: 'One file',
    how: '`DATABASE_URL=sqlite:<file>`, which is the default.',
    meaning:
      'One process and one SQLite file in WAL mode. Totals, searches and analyses run on worker threads, at least two, which read the file themselves; 16 of each kind can wait, a further one is answered with 503 and `Retry-After`, and one stops after 30 seconds or when its client hangs up. Reads do not wait for writes; writes are serial, each kept on disk before it is answered. Back it up by copying the file of a stopped server, or with `roundtrip copy`. The file has to be on a disk of the machine itself, never on a network file system.',
  },
  {
    name: 'Many processes on one machine',
    how: '`roundtrip serve --workers N`, or `--workers auto` for one on each core.',
    meaning:
      'The processes share one port. The dataset is taken in once, before they start. One that dies is replaced; SIGTERM lets each finish what is in flight; SIGHUP replaces them one by one, and refuses no request. On SQLite every process sees a write at once. The limit of requests a minute is counted by each process alone, so that a client may get up to N times as many.',
  },
  {
    name: 'One PostgreSQL',
    how: '`DATABASE_URL=postgres://<user>:<password>@<host>/<database>`. `roundtrip copy --from sqlite:<file> --to postgres://...` moves what there is, and verifies every row.',
    meaning:
      'Servers on many machines share one database. The answers are the same, byte for byte. Any number of servers can start at once: tables are brought up to date by one of them at a time. Writes of all servers take turns by a row lock; one that waits longer than 5 seconds for another is answered with 503 and `Retry-After`. A server that loses the database answers 503 with `Retry-After`, and goes on by itself once it is back. Each server holds up to 10 connections, and one for each worker thread.',
  },
  {
    name: 'Replicas',
    how: '`DATABASE_REPLICA_URLS=postgres://...,postgres://...` and `REPLICA_MAX_LAG_MS`.',
    meaning:
      'Reads are spread over the replicas, and go to the primary where a replica is behind or away. Totals, searches and analyses read from the primary. Every snapshot tells which write is its newest, so that no read is older than the newest write that its server knew of when it began; a write of the same server is always seen. A replica that has been behind for longer than `REPLICA_MAX_LAG_MS` is left alone until it has caught up. While the primary is away, replicas answer reads, and writes are answered with 503.',
  },
  {
    name: 'A CDN in front',
    how: 'Any cache that follows `Cache-Control`, `Vary` and `ETag`; set `PUBLIC_URL`, and `TRUST_PROXY=true` so that the limit of requests counts clients and not the cache.',
    meaning:
      'Answers on the newest data may be kept for 60 seconds, and shown for 300 more while they are asked for anew; those on a past day for 300 seconds. Entity tags are hashes of the bytes, hence the same from every server, and an unchanged answer costs a 304. Problems are never kept.',
  },
  {
    name: 'Distributed engines that speak the protocol of PostgreSQL',
    how: 'The same `DATABASE_URL`.',
    meaning:
      'The engine has to have REPEATABLE READ, row locks, advisory locks and `COLLATE "C"`. Where it has no LISTEN and NOTIFY, servers ask for the newest write each second instead. Behind a pooler that lends connections for a transaction only, prepared statements have to be supported by it, and the URL of the servers has to bypass it for the notifications to arrive.',
  },
];

/** How old an answer of a server can be, said in full. */
export const staleness =
  'A write reaches the kept answers of other servers by a notification, within milliseconds. If the connection for it is lost, servers find that out and ask for the newest write at least each second. A server without word from the database for 5 seconds trusts nothing that it has kept: 5 seconds is the bound. On SQLite there is no delay.';

export const tested: readonly string[] = [
  'Every test of the HTTP API runs on SQLite and on PostgreSQL 15, and 500 requests drawn from the OpenAPI document have the same status, entity tag and bytes on both.',
  '100 racing writers in three processes lose nothing on either engine, and the numbers of their changes have no gap.',
  'Four servers on one PostgreSQL agree after each write within the bound, also where the connections for notifications are cut at that time.',
  'A streaming replica: reads after writes, a replica that stops replaying, one that dies and comes back, a primary that restarts, and all of them at once.',
  'A copy from SQLite to PostgreSQL and back has the same records, byte for byte.',
  'Workers: one that is killed, all replaced under load, a clean end.',
];

export const notTested: readonly string[] = [
  'PostgreSQL of other versions than 15, managed services, and poolers.',
  'Failover to a replica that becomes the primary: servers follow the address in `DATABASE_URL`, which has to lead to the new one. What the old primary had not sent on is lost.',
  'Distributed engines: none was run.',
  'A CDN: the headers are tested, no product is.',
];
