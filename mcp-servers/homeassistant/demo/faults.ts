/** How the demo home misbehaves on request; a test may change them while it runs. */
export interface Faults {
  /** acknowledges service calls and does nothing */
  deaf?: boolean;
  /** answers auth_invalid to any token */
  refusesToken?: boolean;
  /** lets the connection fall at a service call: before its effect, or after it and before the answer */
  drops?: "before" | "after";
  /** half-open: sockets stay, nothing is ever sent again, no pong either */
  silent?: boolean;
  /** get_config says STARTING, registry commands do not exist yet */
  starting?: boolean;
  /** milliseconds before each answer; pushed states do not wait */
  slow?: number;
  /** milliseconds that covers and locks are on their way; calls are acknowledged when they set out */
  travel?: number;
  /** an error in place of an answer, by command type or by service (`light.turn_on`) */
  errors?: Record<string, Fault>;
}

/** An error as the protocol carries it. */
export interface Fault {
  code: string;
  message: string;
}

/** Thrown by commands and services: becomes the error answer of the call. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A call whose data has the wrong shape. */
export const invalid = (message: string) => new Refusal("invalid_format", message);
/** A call that is well-formed and cannot be done to this entity. */
export const unsuitable = (message: string) => new Refusal("service_validation_error", `Validation error: ${message}`);
