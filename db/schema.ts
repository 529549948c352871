import type { Kysely } from "kysely";

/** Times are epoch milliseconds, JSON is text; every type is one that SQLite and MySQL share. */
interface TurnsTable {
  id: string;
  principal: string;
  channel: string;
  conversation: string;
  sentence: string;
  at: number;
  /** the whole answer, as JSON */
  answer: string;
  /** the steps that still take it back, in the order they run, as JSON */
  undo: string;
  /** "open": can be taken back; "undoing"; "closed": nothing (left) to take back */
  undo_state: string;
}

interface ApprovalsTable {
  id: string;
  turn: string;
  principal: string;
  /** what waits and who asked how, as JSON; emptied once decided */
  request: string;
  /** sha256 of principal and plan */
  hash: string;
  /** "waiting", "approved" or "denied" */
  state: string;
  expires: number;
}

interface PasswordsTable {
  /** a person: a member of the house */
  principal: string;
  /** scrypt, or bcrypt as it came from elsewhere, until the first sign-in */
  hash: string;
  changed: number;
}

interface PrincipalsTable {
  id: string;
  name: string;
  role: string;
  ceiling: string;
  created: number;
}

export interface CredentialsTable {
  /** sha256 of the secret, which itself is kept nowhere */
  hash: string;
  /** public, to list and revoke by */
  id: string;
  /** "token", "code", "session", or "standing" */
  kind: string;
  principal: string;
  label: string;
  /** what a token is for: "api", "mcp", "stdio" or "voice"; "tasks" of what stands */
  purpose: string;
  ceiling: string;
  created: number;
  /** null: until revoked */
  expires: number | null;
}

export interface ServicesTable {
  /** slug, lower-case */
  key: string;
  name: string;
  owner: string;
  description: string;
  ip: string | null;
  port: number | null;
  protocol: "http" | "https" | "tcp" | "udp";
  /** what carries the protocol: one address and port is two places, one for each */
  transport: "tcp" | "udp";
  domain: string | null;
  notes: string;
  /** 1: of the demo house, and not touched yet */
  example: number;
  created_at: number;
  updated_at: number;
}

interface ServiceTagsTable {
  service: string;
  tag: string;
}

interface MachinesTable {
  /** of the domain, as libvirt has it */
  name: string;
  /** that it is on; "" where one host has it */
  host: string;
  display_name: string;
  owner: string;
  desktop_host: string | null;
  desktop_port: number | null;
  desktop_protocol: string;
  guacamole_id: string | null;
  /** sealed */
  credentials: string | null;
  /** it is meant to be on */
  network: string | null;
  created_at: number;
  updated_at: number;
}

export interface TasksTable {
  key: string;
  name: string;
  /** principal whose rights it has */
  owner: string;
  /** in words or as cron, as it was said */
  due: string;
  /** `{say}` or `{tool, args}`, as JSON */
  what: string;
  /** 0: kept, and not run */
  enabled: number;
  /** how it is run, as JSON */
  options: string | null;
  /** when it is due next; null: that is not reckoned yet */
  next_at: number | null;
  created_at: number;
  updated_at: number;
}

export interface RunsTable {
  id: string;
  task: string;
  /** which of the task's times it is of */
  due: number;
  /** of the task as it was then: what, for whom and how */
  name: string;
  owner: string;
  what: string;
  options: string | null;
  /** "claimed": nothing has been done; "begun": something may have been; "waiting": for an approval; or how it ended */
  state: string;
  /** the composer that has it, until its lease ends */
  holder: string;
  lease: number;
  tries: number;
  turn: string | null;
  result: string | null;
  /** 1: what was done has been read back from the world */
  verified: number;
  started_at: number | null;
  ended_at: number | null;
}

interface GenerationsTable {
  /** what is brought to what is wanted: "names" */
  scope: string;
  desired: number;
  applied: number;
  /** that raised it last */
  turn: string | null;
  problem: string | null;
  /** 1: the problem is a no, and not that somebody is away */
  refused: number;
  changed_at: number;
  applied_at: number | null;
}

interface SpendingTable {
  /** "2026-11", of the house's own calendar */
  month: string;
  /** millionths of a dollar that models beyond the house took */
  micros: number;
}

/** A copy of every composer's audit, where several share a house; the chains themselves are files. */
interface AuditTable {
  chain: string;
  seq: number;
  at: number;
  turn: string | null;
  /** its line, as it was sealed */
  record: string;
}

export interface Schema {
  turns: TurnsTable;
  approvals: ApprovalsTable;
  principals: PrincipalsTable;
  credentials: CredentialsTable;
  passwords: PasswordsTable;
  services: ServicesTable;
  service_tags: ServiceTagsTable;
  generations: GenerationsTable;
  machines: MachinesTable;
  tasks: TasksTable;
  runs: RunsTable;
  spending: SpendingTable;
  audit: AuditTable;
}

/** What queries take: the database, or a transaction of it. */
export type Db = Kysely<Schema>;
