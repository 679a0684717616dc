import { readFileSync, writeFileSync } from 'node:fs';

/*
 * Some packages bring one binary package for each platform, as optional dependencies. npm leaves those that
 * its registry does not have out of the lock file, without a word, and `npm ci` then refuses the lock file
 * as incomplete. This writes them in, so that they are skipped or fetched as the platform wants.
 * Run it after every change of dependencies.
 */

const PLATFORM = /-(aix|android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-\w+)?$/;
/** For where there is nothing else: it runs in WebAssembly, whatever the system. */
const ANY_SYSTEM = /-(wasm32)-wasi$/;
const LIBC = { gnu: 'glibc', musl: 'musl' };

const LOCKS = ['../package-lock.json', '../tests/benchmarks/peers/package-lock.json'];

for (const lock of LOCKS) complete(new URL(lock, import.meta.url));

function complete(path) {
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const added = Object.values(lock.packages).flatMap(({ dev, optionalDependencies = {} }) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !lock.packages[`node_modules/${name}`])
      .map(([name, version]) => [`node_modules/${name}`, entry(name, version, dev)]),
  );
  const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(added) });
  packages.sort(([one], [other]) => one.localeCompare(other, 'en'));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
  console.log(`${added.length} platform packages added`);
}

function entry(name, version, dev) {
  const [, os, cpu] = PLATFORM.exec(name) ?? [null, null, ANY_SYSTEM.exec(name)?.[1]];
  if (!cpu || !/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name}@${version} is no platform's package`);
  const libc = /-(gnu|musl)\w*$/.exec(name)?.[1];
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(libc ? { libc: [LIBC[libc]] } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  };
}
