import { runCommand } from './commands/run-command.ts';
import { serve } from './commands/serve.ts';
import { loadConfig } from './config.ts';

await runCommand(async () => serve(loadConfig()));
