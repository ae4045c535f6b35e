import type { Addressed, Ref, ReminderChange, Terms } from "./bridge";
import type { Failure } from "./errors";
import { lengthOf } from "./frame";
import type { Sender, Sent } from "./outbound";

/** A message that leaves with its turn. */
export interface Tell {
  readonly target: Ref;
  readonly type: string;
  readonly payload: string;
}

/** A message to the actor's subscribers that leaves when its turn is stored, and is not. */
export interface Emit {
  readonly type: string;
  readonly data: string;
  readonly to: Addressed;
  /** Whom it is for, unless it is for all. */
  readonly names: readonly string[];
}

/** Gathers what came of commands, in the order in which it happened, as the frame's text. */
export class Outcomes {
  private text = "";
  /** The turn that was answered last. V8 may stop the kernel after an answer, never within. */
  private answeredHost = -1;
  private answeredTurn = -1;

  /** Characters that were gathered. */
  get length(): number {
    return this.text.length;
  }

  /** Returns and forgets what was gathered. */
  take(): string {
    const { text } = this;
    this.text = "";
    return text;
  }

  done(
    host: number,
    turn: number,
    result: string | null,
    change: string,
    { tells, reminders, tags, emits }: Sent,
  ): void {
    const messages = (tells?.length ?? 0) + (reminders?.length ?? 0) + (emits?.length ?? 0);
    const count = tags === null ? messages : messages + 1;
    let text = `T ${host} ${turn} ${count}:${lengthOf(result)}:${change.length}\n`;
    text += result === null ? change : result + change;
    if (tells !== null) {
      for (const { target, type, payload } of tells) {
        text += `O:${target.class.length}:${target.id.length}:${type.length}:${payload.length}\n`;
        text += target.class + target.id + type + payload;
      }
    }
    if (reminders !== null) {
      for (const change of reminders) {
        text += reminderText(change);
      }
    }
    if (tags !== null) {
      text += `G:${tags.length}\n${tags}`;
    }
    if (emits !== null) {
      for (const { type, data, to, names } of emits) {
        text += `E ${to} ${names.length}:${type.length}:${data.length}\n${type}${data}`;
        for (const name of names) {
          text += `A:${name.length}\n${name}`;
        }
      }
    }
    this.text += text;
    this.answeredHost = host;
    this.answeredTurn = turn;
  }

  /** `aborted`: whether the handler itself ended the turn. */
  failed(host: number, turn: number, failure: Failure, aborted: boolean): void {
    const { code, message, stack, refusal } = failure;
    const { data, issues, reason } = refusal;
    const reasonCode = refusal.reasonCode === null ? null : JSON.stringify(refusal.reasonCode);
    const lengths = `${code.length}:${message.length}:${stack.length}`;
    const told = `${lengthOf(reasonCode)}:${lengthOf(data)}:${lengthOf(issues)}`;
    const more = `${told}:${lengthOf(reason)}`;
    const text = `F ${host} ${turn} ${aborted ? 1 : 0}:${lengths}:${more}\n${code}${message}${stack}`;
    this.text += text + (reasonCode ?? "") + (data ?? "") + (issues ?? "") + (reason ?? "");
    this.answeredHost = host;
    this.answeredTurn = turn;
  }

  /** The handler itself ended the turn, and wants its message again in `ms`. */
  putOff(host: number, turn: number, ms: number): void {
    this.text += `B ${host} ${turn} ${ms}\n`;
    this.answeredHost = host;
    this.answeredTurn = turn;
  }

  /** Whether a turn was the last to be answered. */
  hasAnswered(host: number, turn: number): boolean {
    return this.answeredHost === host && this.answeredTurn === turn;
  }

  deferred(host: number, turn: number): void {
    this.text += `Q ${host} ${turn}\n`;
  }

  suspended(host: number, turn: number): void {
    this.text += `W ${host} ${turn}\n`;
  }

  /** `stalls`: whether the handler waits for the server to have taken this. */
  yielded(host: number, turn: number, stalls: boolean, value: string): void {
    this.text += `D ${host} ${turn} ${stalls ? 1 : 0}:${value.length}\n${value}`;
  }

  called(
    host: number,
    turn: number,
    call: number,
    target: Ref,
    method: string,
    args: string,
    { key, deadlineMs, ifSeq }: Terms,
  ): void {
    const lengths = `${target.class.length}:${target.id.length}:${method.length}:${args.length}`;
    this.text += `K ${host} ${turn} ${call} ${deadlineMs} ${ifSeq}:${lengths}:${lengthOf(key)}\n`;
    this.text += target.class + target.id + method + args + (key ?? "");
  }

  /** The kernel itself runs the call, as a turn of `host`. */
  calledHere(
    host: number,
    turn: number,
    now: number,
    caller: Sender,
    call: number,
    target: Ref,
    method: string,
    args: string,
  ): void {
    const lengths = `${target.class.length}:${target.id.length}:${method.length}:${args.length}`;
    this.text += `I ${host} ${turn} ${now} ${caller.number} ${caller.turn} ${call}:${lengths}\n`;
    this.text += target.class + target.id + method + args;
  }

  remindersAsked(host: number, turn: number, call: number): void {
    this.text += `J ${host} ${turn} ${call}\n`;
  }

  presentAsked(host: number, turn: number, call: number): void {
    this.text += `G ${host} ${turn} ${call}\n`;
  }

  /** `options`: JSON. */
  mintAsked(host: number, turn: number, call: number, options: string): void {
    this.text += `C ${host} ${turn} ${call}:${options.length}\n${options}`;
  }

  /** `viewer`: whose view it is, when it is not the whole state. */
  state(host: number, request: number, json: string, viewer: string | null): void {
    this.text += `Z ${host} ${request}:${json.length}:${lengthOf(viewer)}\n${json}${viewer ?? ""}`;
  }

  /** What the turn that is about to be told changes for a viewer; null when its view has failed. */
  viewChanged(host: number, turn: number, viewer: string, patch: string | null): void {
    const lengths = `${viewer.length}:${lengthOf(patch)}`;
    this.text += `V ${host} ${turn}:${lengths}\n${viewer}${patch ?? ""}`;
  }

  /**
   * Whether somebody is let through who asked without wanting the state, or is not who did.
   *
   * @param by what decided
   * @param failure why not, or null
   */
  decided(host: number, request: number, by: string, failure: Failure | null): void {
    const code = failure === null ? null : failure.code;
    const message = failure === null ? null : failure.message;
    const reason = failure === null ? null : failure.refusal.reason;
    const lengths = `${lengthOf(code)}:${lengthOf(message)}:${lengthOf(reason)}`;
    this.text += `X ${host} ${request}:${by.length}:${lengths}\n${by}`;
    this.text += (code ?? "") + (message ?? "") + (reason ?? "");
  }

  /** The server has no memory for the state now. */
  stateRefused(host: number, request: number): void {
    this.text += `Y ${host} ${request}\n`;
  }

  /** The next step has commands to run already. */
  unfinished(): void {
    this.text += "P\n";
  }

  lost(host: number): void {
    this.text += `L ${host}\n`;
  }

  /** `turn`: the one that runs, or 0. */
  log(host: number, turn: number, level: string, message: string): void {
    this.text += `M ${host} ${turn}:${level.length}:${message.length}\n${level}${message}`;
  }
}

function reminderText(change: ReminderChange): string {
  if ("cancelled" in change) {
    return `N:${change.cancelled.length}\n${change.cancelled}`;
  }
  const { id, at, every, type, payload } = change;
  const lengths = `${id.length}:${type.length}:${payload.length}`;
  return `H ${at} ${every}:${lengths}\n${id}${type}${payload}`;
}
