// Time and bytes beside a reference of the same run. Nothing is asserted: a busy machine is no defect.
import { benchBrowser } from './browser.mjs';
import { benchBundle } from './bundle.mjs';
import { benchServices } from './services.mjs';

await benchServices();
await benchBundle();
await benchBrowser();
