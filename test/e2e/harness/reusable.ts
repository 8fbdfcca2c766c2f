import { readPipeline, azureStep, githubStep, type Job, type PipelineRun } from "./pipeline";

type Json = Readonly<Record<string, unknown>>;

/** The inputs of the action, and the parameters of the template, that a reader sets. */
export type Inputs = Readonly<Record<string, string>>;

/** The steps of action.yml that run with these inputs. Its inputs are values of the run. */
export function actionJob(given: Inputs, run: PipelineRun): Job {
  const { inputs, runs } = readPipeline("action.yml") as {
    inputs: Record<string, { default?: string }>;
    runs: { steps: Json[] };
  };
  expect(Object.keys(given).filter((name) => !(name in inputs))).toEqual([]);
  for (const [name, { default: usual = "" }] of Object.entries(inputs)) {
    const token = /^\$\{\{ (.*) \}\}$/.exec(usual)?.[1];
    run.values[`inputs.${name}`] = given[name] ?? (token === undefined ? usual : run.values[token]!);
  }
  const steps = runs.steps.filter((step) => holds(step["if"] as string | undefined, run)).map(githubStep);
  const outputNames = (id: string, name: string): string[] => [`steps.${id}.outputs.${name}`];
  return { service: "GitHub", outputNames, variables: {}, steps };
}

/** Whether a condition of GitHub holds: comparisons, or names of values, with `&&` between them. */
function holds(condition: string | undefined, { values }: PipelineRun): boolean {
  if (condition === undefined) return true;
  const valueOf = (text: string): string => /^'(.*)'$/.exec(text)?.[1] ?? values[text] ?? "";
  return condition.split(" && ").every((one) => {
    const [, left = one, operator = "!=", right = "''"] = /^(.*) (==|!=) (.*)$/.exec(one) ?? [];
    return (valueOf(left) === valueOf(right)) === (operator === "==");
  });
}

/** The steps of azure-pipelines/iispools.yml that run with these parameters. @param env its parameter of that name */
export function templateJob(given: Inputs, run: PipelineRun, env: Inputs = {}): Job {
  const { parameters, steps } = readPipeline("azure-pipelines/iispools.yml") as {
    parameters: { name: string; default?: unknown }[];
    steps: Json[];
  };
  expect(Object.keys(given).filter((name) => !parameters.some((one) => one.name === name))).toEqual([]);
  const usual = Object.fromEntries(parameters.map((one) => [one.name, one.default]));
  const expanded = expand(steps, { ...usual, ...given, env }) as Json[];
  const running = expanded.filter(({ condition }) => meets(condition as string | undefined, run));
  const outputNames = (id: string, name: string): string[] => [`${id}.${name}`];
  return { service: "Azure DevOps", outputNames, variables: {}, steps: running.map(azureStep) };
}

/** What Azure DevOps makes of the template expressions of a part. */
function expand(part: unknown, parameters: Json): unknown {
  if (Array.isArray(part)) {
    return part.flatMap((item: unknown) => {
      const [key, value] = (typeof item === "object" && item !== null ? Object.entries(item)[0] : undefined) ?? [
        "",
        "",
      ];
      const [, name, text] = /^\$\{\{ if eq\(parameters\.(\w+), '?(\w+)'?\) \}\}$/.exec(key) ?? [];
      if (name === undefined) return [expand(item, parameters)];
      return String(parameters[name]) === text ? expand(value, parameters) : [];
    });
  }
  if (typeof part === "object" && part !== null) {
    const entries = Object.entries(part).map(([key, value]) => [key, expand(value, parameters)] as const);
    return Object.fromEntries(
      entries.flatMap(([key, value]) => (key === "${{ insert }}" ? Object.entries(value as Json) : [[key, value]])),
    );
  }
  if (typeof part !== "string") return part;
  const [, whole] = /^\$\{\{ parameters\.(\w+) \}\}$/.exec(part) ?? [];
  if (whole !== undefined) return parameters[whole];
  return part.replace(/\$\{\{ parameters\.(\w+) \}\}/g, (_, name: string) => String(parameters[name]));
}

/** Whether a step's condition holds, apart from the results of the steps before. */
function meets(condition: string | undefined, { values }: PipelineRun): boolean {
  const compared = [...(condition ?? "").matchAll(/eq\(variables\['([\w.]+)'\], '(\w+)'\)/g)];
  return compared.every(([, name = "", value]) => values[name] === value);
}
