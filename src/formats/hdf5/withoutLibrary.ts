/** Stands in the library's place in the bundle of a browser, which goes without its megabytes. */
export async function createModule(): Promise<never> {
  throw new Error('HDF5 is read by VS Code on a desktop or connected to a server, not in a browser alone.');
}
