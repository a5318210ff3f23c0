declare const NETWEIGHT_VERSION: string | undefined;

/** From package.json, put in when the command is built. */
export const version = typeof NETWEIGHT_VERSION === 'string' ? NETWEIGHT_VERSION : 'development';
