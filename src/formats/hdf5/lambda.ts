/** A warning where a Keras model's configuration has a Lambda layer, which carries Python code; else undefined. */
export function findLambda(config: string): string | undefined {
  return /"class_name"\s*:\s*"Lambda"/.test(config)
    ? 'the model has a Lambda layer, which carries Python code: it is neither read nor run here, but Keras may run it'
    : undefined;
}
