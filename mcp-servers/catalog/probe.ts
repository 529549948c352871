import { request as overHttp } from "node:http";
import { request as overTls } from "node:https";
import { connect } from "node:net";
import type { Socket } from "node:net";
import type { ClientRequest } from "node:http";
import type { Protocol } from "./fields.ts";

/** Where to look, by address alone: no name is looked up, and no redirect followed. */
export interface Probed {
  ip: string;
  port: number;
  protocol: Protocol;
  /** what it is asked under */
  domain: string | null;
}

/** Whether something answers there. @throws when nothing does, or `signal` ends it */
export type Probe = (target: Probed, signal: AbortSignal) => Promise<void>;

/** Any HTTP answer will do, also 401 or 502: whether it is well is not for us to say; otherwise an open port. */
export const probe: Probe = ({ ip, port, protocol, domain }, signal) => {
  if (protocol !== "http" && protocol !== "https") return answered(connect({ host: ip, port, signal }), "connect");
  const options = { host: ip, port, path: "/", signal, agent: false, headers: { host: domain ?? ip } };
  // Certificates of the house are mostly self-signed; nothing is sent that would need another.
  const request = protocol === "https" ? overTls({ ...options, rejectUnauthorized: false }) : overHttp(options);
  return answered(request.end(), "response");
};

function answered(stream: Socket | ClientRequest, event: "connect" | "response"): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once("error", reject);
    stream.once(event, () => {
      stream.on("error", () => {}); // what breaks off after the answer is of no interest
      stream.destroy();
      resolve();
    });
  });
}
