// Installs what is missing, before anything else runs. Uses only what every Node since 20 has,
// because it runs on the reader's own Node, before the one in package.json is there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const onWindows = process.platform === 'win32';

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} */
function packagesIn(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
}

/** What the lockfile asks for and node_modules does not have; optional packages depend on the machine. */
function missing() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return ['everything'];
  const installed = packagesIn('node_modules/.package-lock.json');
  return Object.entries(packagesIn('package-lock.json'))
    .filter(([path, wanted]) => path !== '' && !wanted.optional && !wanted.devOptional && installed[path]?.version !== wanted.version)
    .map(([path]) => path.replace(/^node_modules\//, ''));
}

const [first, ...others] = missing();
if (first !== undefined) {
  console.log(
    first === 'everything'
      ? 'Installing the packages of package-lock.json into node_modules (about a minute, once).'
      : `Installing packages that changed: ${first}${others.length > 0 ? ` and ${String(others.length)} more` : ''}.`,
  );
  const npm = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: onWindows });
  if (npm.status !== 0) {
    console.error('npm could not install them. Is the network there? What npm said stands above.');
    process.exit(npm.status ?? 1);
  }
}

const bundled = join(root, 'node_modules/.bin', onWindows ? 'node.cmd' : 'node');
const version = existsSync(bundled) ? spawnSync(bundled, ['--version'], { encoding: 'utf8', shell: onWindows }) : undefined;
if (version && version.status !== 0) {
  console.error(
    version.stderr.includes('libatomic')
      ? 'The Node that comes with the project needs libatomic. On Debian and Ubuntu: apt-get install libatomic1'
      : `The Node that comes with the project does not start here: ${version.stderr.trim()}`,
  );
  process.exit(1);
}
if (!version && Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`For this kind of machine no Node comes with the project. Install Node 24 or newer (this is ${process.version}).`);
  process.exit(1);
}
