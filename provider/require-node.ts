import { nodeProblem } from "./check-node";

const problem = nodeProblem(process.versions.node);
if (problem !== undefined) {
  const error = new Error(problem);
  // Prints one sentence: Node.js would print the stack, and Pulumi the inspected error.
  error.stack = problem;
  Object.defineProperty(error, Symbol.for("nodejs.util.inspect.custom"), { value: () => problem });
  throw error;
}
