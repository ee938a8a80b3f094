import { once } from 'node:events';
import { openDatabase } from '../../src/database/open.ts';
import { raceSources } from './sources.ts';

// A separate process that writes many sources at once on a signal: `write-sources <url> <prefix> <count>`.
const [url = '', prefix = '', count = '0'] = process.argv.slice(2);
const database = await openDatabase(url);
console.log('ready');
await once(process.stdin, 'data');
process.stdin.destroy();
await raceSources(database, prefix, Number(count));
await database.close();
