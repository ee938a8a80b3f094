import { runOrExplain } from './commands/explain.ts';
import { serve } from './commands/serve.ts';
import { configOfProcess } from './config.ts';

await runOrExplain(async () => serve(configOfProcess()));
