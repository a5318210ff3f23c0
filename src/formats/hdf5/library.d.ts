/** What we call of h5wasm's module; the package has types for its entry alone. */
declare module 'h5wasm-module' {
  /** How the elements of a dataset or an attribute stand. */
  export interface TypeMetadata {
    /** H5T_class_t: 0 integer, 1 float, 3 string, 6 compound, 7 reference, 8 enumeration, 9 variable length, 10 array. */
    readonly type: number;
    /** Bytes of an element. */
    readonly size: number;
    readonly signed: boolean;
    readonly littleEndian: boolean;
    readonly vlen: boolean;
    /** Null for a dataset of no extent at all. */
    readonly shape: readonly number[] | null;
    readonly total_size: number;
    readonly array_type?: TypeMetadata;
    readonly enum_type?: { readonly type: number; readonly members: Readonly<Record<string, number>> };
    readonly compound_type?: { readonly members: readonly (TypeMetadata & { readonly name: string })[] };
    /** Of a dataset whose values stand in other files. */
    readonly virtual_sources?: readonly unknown[];
  }

  interface FileNode {
    stream_ops: Readonly<Record<string, unknown>>;
    usedBytes: number;
  }

  export interface Hdf5Module {
    readonly FS: {
      createFile(
        parent: string,
        name: string,
        options: object,
        canRead: boolean,
        canWrite: boolean,
      ): FileNode;
      writeFile(path: string, bytes: Uint8Array): void;
    };
    readonly HEAPU8: Uint8Array;
    activate_throwing_error_handler(): void;
    readonly H5F_LIBVER_EARLIEST: number;
    readonly H5F_LIBVER_LATEST: number;
    open(path: string, mode: number, trackOrder: boolean, oldest: number, newest: number): bigint;
    close_file(file: bigint): number;
    get_names(file: bigint, path: string, recursive: boolean): string[];
    get_symbolic_link(file: bigint, path: string): string | null;
    get_type(file: bigint, path: string): number;
    get_dataset_metadata(file: bigint, path: string): TypeMetadata;
    get_dataset_data(
      file: bigint,
      path: string,
      count: bigint[] | null,
      offset: bigint[] | null,
      strides: bigint[] | null,
      pointer: bigint,
    ): number;
    get_attribute_names(file: bigint, path: string): string[];
    get_attribute_metadata(file: bigint, path: string, name: string): TypeMetadata;
    get_attribute_data(file: bigint, path: string, name: string, pointer: bigint): number;
    reclaim_vlen_memory(file: bigint, path: string, name: string, pointer: bigint): number;
    create_object_reference(file: bigint, path: string): Uint8Array;
    UTF8ToString(pointer: number): string;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
  }

  const createModule: (options: object) => Promise<Hdf5Module>;
  export default createModule;
}
