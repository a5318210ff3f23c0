/** Model files: those that nothing else opens show their weights at once, the others where that is chosen. */
const modelFiles = {
  default: ['safetensors', 'pt', 'pth', 'gguf', 'onnx', 'npy', 'npz', 'keras', 'tflite'],
  option: ['bin', 'ckpt', 'h5', 'hdf5'],
} as const;

/** All of them, without the dot. */
export const modelExtensions: readonly string[] = [...modelFiles.default, ...modelFiles.option];

/** The editors of model files, by the names that VS Code remembers them by. */
export const weightsEditors = [
  {
    viewType: 'netweight.weights',
    priority: 'default',
    patterns: modelFiles.default.map((extension) => `*.${extension}`),
  },
  {
    viewType: 'netweight.weightsOption',
    priority: 'option',
    patterns: [
      ...modelFiles.option.map((extension) => `*.${extension}`),
      '*model.json',
      '*.safetensors.index.json',
    ],
  },
] as const;
