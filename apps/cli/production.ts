/**
 * Imported before everything else: libraries decide by this variable, when they are loaded, whether to check
 * what only their developers get wrong, and GraphQL does so with every value that it looks at.
 */
process.env.NODE_ENV ||= 'production';
