import { openDatabase } from '../../src/database/open.ts';
import { putSource } from './put-source.ts';

// A process of its own that writes: tsx tests/support/write-sources.ts URL PREFIX COUNT
const [url = '', prefix = '', count = '0'] = process.argv.slice(2);
const database = await openDatabase(url);
await Promise.all(Array.from({ length: Number(count) }, (_, index) => putSource(database, `${prefix}-${index}`)));
await database.close();
