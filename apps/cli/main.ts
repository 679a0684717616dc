#!/usr/bin/env node
import './process-setup.ts';

const { run } = await import('./run.ts');
await run(process.argv);
