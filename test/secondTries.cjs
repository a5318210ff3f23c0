/** Mocha's reporter of tests in windows: it names those that passed, or failed, at the second try only. */
const { reporters } = require('mocha');

module.exports = class SecondTries extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.on('retry', (test, error) => {
      console.log(`    ↻ tried again: ${test.fullTitle()}: ${error.message}`);
    });
  }
};
