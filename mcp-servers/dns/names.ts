import type { Service } from "../../db/services/index.ts";

/** A name of the house and what it points at. */
export interface LocalName {
  /** whole, in the zone */
  domain: string;
  service: string;
  ip: string;
  /** null where what it speaks is no HTTP and the port is not known */
  port: number | null;
  protocol: Service["protocol"];
}

/** Whether a name of this service can lead anywhere: to an address, and through a proxy to a port. */
export const canBeNamed = ({ ip, port, protocol }: Pick<Service, "ip" | "port" | "protocol">): boolean =>
  ip !== null && (port !== null || !isProxied(protocol));

/** What is asked for by HTTP goes through the proxy; anything else goes where it is. */
export const isProxied = (protocol: LocalName["protocol"]): boolean => protocol === "http" || protocol === "https";

/** The names that services have, in order. */
export const localNames = (services: readonly Service[]): LocalName[] =>
  services
    .flatMap(({ domain, key, ip, port, protocol }) =>
      domain !== null && ip !== null && canBeNamed({ ip, port, protocol })
        ? [{ domain, service: key, ip, port, protocol }]
        : [],
    )
    .toSorted((one, other) => (one.domain < other.domain ? -1 : 1));
