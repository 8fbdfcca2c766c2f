import "../require-node";

export { applyRequests } from "./apply";
export { type ApplyOptions, applyPlan, type ApplyTarget, planObstacles } from "./apply-plan";
export { applyWaves, type WaveOptions, type WavesApplied } from "./apply-waves";
export type { GateProbes } from "./check-gate";
export { type Examination, examineHost, type Finding } from "./doctor/examine-host";
export { localFiles, type TemporaryFile, type TemporaryFiles } from "./doctor/temporary-files";
export { driftHost } from "./drift-host";
export { onEachHost } from "./hosts";
export { inspectHost, type Needs } from "./inspect";
export { listHostWorkers } from "./list-workers";
export { planHost, type PlannedHost, type PlanOptions, prepareHost } from "./plan-host";
export { probe, type ProbeRequest } from "./probe";
export {
  type PreparedRecycle,
  prepareRecycle,
  type RecycleChoice,
  type RecycleOptions,
  recyclePools,
} from "./recycle-pools";
export type { Outcome, Request } from "./request";
export { type Gathering, HostSession, type SessionOptions, type SubmitOptions } from "./session";
export {
  type PreparedTurn,
  type PreparedTurns,
  prepareTurns,
  type Turn,
  type TurnedPool,
  turnPools,
} from "./turn-pools";
export type { ErrorCode } from "../error-codes";
export { type Fault, IisError } from "../errors";
export { checkPool, type DeclaredValues } from "../model/app-pool";
export { describeChange, type PoolChange, type SettingChange } from "../plan/change";
export { type Desired, desiredOf } from "../plan/desired";
export { diffDesired } from "../plan/diff";
export { findPool, type LiveHost } from "../plan/live-host";
export type { HostApply } from "../plan/host-apply";
export type { HostRecycle, PoolRecycle, ProbeAnswer } from "../plan/host-recycle";
export type { HostWorkers, PoolWorker } from "../plan/host-workers";
export type { HostPlan, HostResult, PlannedChange } from "../plan/host-plan";
export type { Operation } from "../plan/operation";
export { type UnknownSetting, unknownSettings } from "../plan/unknown-settings";
export { packCommands } from "../plan/pack-commands";
export { planChanges } from "../plan/plan-changes";
export { reverseChange } from "../plan/reverse";
export type { WaveResult } from "../plan/wave-result";
export { type AssignedWaves, assignWaves, parseWaves, type Wave, type WaveStep } from "../plan/waves";
export { connect } from "../transport/connect";
export { checkConnection } from "../transport/connection";
export type { Connection } from "../transport/connection-schema";
export type { ExecResult, Transport } from "../transport/transport";
