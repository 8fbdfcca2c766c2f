/**
 * The module of `pulumi-iis/lint`, for policy packs: the lint rules, over the properties of resources as the engine has
 * them after the provider's check.
 */
import "../require-node";
import { lintRules } from "../lint/lint-pools";
import { viewPool } from "../lint/pool-view";
import type { LintProfile, Problem, Severity } from "../lint/rule";
import { protectSettings } from "../settings/value";
import { inputsOf, type Properties, settingsOf } from "./core/resource-inputs";

export type { LintProfile, Problem, Severity };

/** The types of the resources that have rules: an application pool and a host's defaults, each by both providers. */
export const lintedTypes: readonly string[] = ["AppPool", "AppPoolDefaults"].flatMap((name) => [
  `iis:index:${name}`,
  `pulumi-nodejs:dynamic/iis:${name}`,
]);

/** A lint rule for resources. */
export interface ResourceRule {
  /** Stable, for example `interval-drifts`. */
  readonly id: string;
  readonly profile: LintProfile;
  readonly severity: Severity;
  /** What it finds, in one sentence. */
  readonly doc: string;
  /** Its source: a vendor's page, a STIG item. */
  readonly link: string;
  /**
   * The problems of one resource. A setting that the program omits is unknown, and no rule reports it.
   *
   * @param properties of a resource of one of the {@link lintedTypes}, without those that are not known yet
   */
  readonly check: (properties: Readonly<Properties>) => readonly Problem[];
}

/** The rules of `iispools lint` that apply to resources: all but those about pool files. */
export const resourceRules: readonly ResourceRule[] = lintRules
  .filter(({ isAboutFiles }) => isAboutFiles !== true)
  .map(({ id, profile, severity, doc, link, check }) => ({
    ...{ id, profile, severity, doc, link },
    check: (properties) => {
      const { name = "applicationPoolDefaults", state, multiInstance } = inputsOf(properties);
      const pool = {
        name,
        settings: protectSettings(settingsOf(properties)),
        isEffective: false,
        positions: {},
        isStopped: state === "Stopped",
        ...(multiInstance !== undefined && { multiInstance }),
      };
      return check(viewPool(pool), [pool]);
    },
  }));
