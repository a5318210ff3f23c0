/**
 * The HDF5 library as WebAssembly (h5wasm, the build that keeps files in memory: nothing of the host's file system
 * can be reached from it). Its factory is taken past the package's entry (tsconfig.json says where), which has one instance for all files: here
 * each file has its own, so that a hostile one spoils nothing else, and its memory goes with it. Several megabytes:
 * only ever imported when an HDF5 file is opened.
 */
import createModule from 'h5wasm-module';

export { createModule };
