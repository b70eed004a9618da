import type { JourneyStepSpec, JsonCondition } from '../../../shared/contract/catalogue-file';
import type { MappingRule } from '../../../shared/contract/source-mapping';
import type { CatalogueEntity } from '../../../shared/model/catalogue';
import type { FileIssue } from '../../../shared/model/events';
import type { MaintenanceWindow } from '../../../shared/model/maintenance';

/** What a check reaches for: what only the hub may know. Placeholders are filled in. */
export type CheckTarget =
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly method: WebMethod;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | null;
      /** Redirects to follow; 0: a redirect is the answer. */
      readonly redirects: number;
      readonly expect: HttpExpectations;
      /** PEM of the certificate authority to trust, or null for the system's. */
      readonly ca: string | null;
    }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly expect: string | null }
  | { readonly kind: 'plugin'; readonly plugin: string; readonly args: readonly string[] }
  | { readonly kind: 'heartbeat'; readonly key: string | null }
  | {
      readonly kind: 'tls';
      readonly host: string;
      readonly port: number;
      readonly serverName: string;
      readonly warnBeforeMs: number;
      readonly criticalBeforeMs: number;
      readonly ca: string | null;
    }
  | {
      readonly kind: 'dns';
      readonly query: string;
      readonly type: 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'PTR' | 'SOA' | 'SRV' | 'TXT';
      /** Address and port; null: the system's. */
      readonly server: { readonly address: string; readonly port: number } | null;
      readonly expect: readonly string[];
    }
  | {
      readonly kind: 'ping';
      readonly host: string;
      readonly packets: number;
      /** Lost packets, per cent. */
      readonly warnLoss: number;
      readonly criticalLoss: number;
    }
  | {
      readonly kind: 'host';
      /** URL of a node exporter; null: the machine that the hub runs on. */
      readonly exporter: string | null;
      readonly disk: readonly (Levels & { readonly path: string })[];
      readonly memory: Levels;
      readonly load: Levels;
      readonly ca: string | null;
    }
  | {
      readonly kind: 'journey';
      readonly steps: readonly JourneyTargetStep[];
      readonly variables: Readonly<Record<string, string>>;
      /** HTTP proxy at the site; null: from the hub itself. */
      readonly proxy: string | null;
      readonly ca: string | null;
    }
  /** What a foreign source says: pushed in by `sources/`, never run. */
  | { readonly kind: 'source'; readonly source: string }
  /** What the hub says of itself: pushed in by `health/`, never run. */
  | { readonly kind: 'self' };

export type WebMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What an HTTP answer must be. */
export interface HttpExpectations {
  /** Accepted status codes; null: 200 to 399. */
  readonly status: readonly number[] | null;
  readonly contains: string | null;
  readonly containsNot: string | null;
  /** Lower-case header names and the text that each must contain. */
  readonly header: Readonly<Record<string, string>>;
  readonly json: readonly JsonCondition[];
}

/** Thresholds; null: none. */
export interface Levels {
  readonly warn: number | null;
  readonly critical: number | null;
}

/** A step of a journey, placeholders of the catalogue filled in; `{{name}}` is filled in as it runs. */
export interface JourneyTargetStep {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly method: WebMethod;
  readonly headers: Readonly<Record<string, string>>;
  /** What is sent, with its content type; null: nothing. */
  readonly body: { readonly type: string; readonly text: string } | null;
  readonly redirects: number;
  readonly expect: HttpExpectations;
  readonly extract: NonNullable<JourneyStepSpec['extract']>;
  readonly expectedMs: number | null;
  readonly repeat: { readonly atMost: number; readonly everyMs: number } | null;
}

/** A catalogue file that was read, checked and expanded. */
export interface LoadedCatalogue {
  readonly name: string;
  readonly demo: boolean;
  readonly entities: readonly CatalogueEntity[];
  /** By check id. */
  readonly targets: ReadonlyMap<string, CheckTarget>;
  readonly sources: readonly SourceTarget[];
  readonly maintenance: readonly MaintenanceWindow[];
  readonly deadMansSwitch: { readonly url: string; readonly intervalMs: number } | null;
  /** The service id of the hub's own health; null: it is not shown. */
  readonly self: string | null;
  /** Foreign history by node id. */
  readonly history: ReadonlyMap<string, HistoryTarget>;
  /** What each runbook action runs, by its id. */
  readonly actions: ReadonlyMap<string, ActionTarget>;
  /** Where each channel out of the room leads, by its id. */
  readonly channels: ReadonlyMap<string, ChannelTarget>;
  /** E-mail addresses of people on call, by `team/contact`. */
  readonly emails: ReadonlyMap<string, string>;
}

/** Where a channel leads: what only the hub may know. */
export type ChannelTarget =
  | {
      readonly kind: 'smtp';
      readonly host: string;
      readonly port: number;
      /** `starttls` and `tls`: never without; `none`: in the clear, for a relay on the same machine or network. */
      readonly security: 'none' | 'starttls' | 'tls';
      readonly login: { readonly user: string; readonly password: string } | null;
      readonly from: string;
      /** Recipients of a message; a notification goes to whoever is on call. */
      readonly to: readonly string[];
      readonly ca: string | null;
    }
  | {
      readonly kind: 'webhook';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly ca: string | null;
      /** What is sent, `{subject}` and the like still to be filled into its texts; null: Vaktrom's own object. */
      readonly json: unknown;
    }
  /** `folder` null: the one of this channel in the hub's own data. */
  | { readonly kind: 'page'; readonly folder: string | null; readonly title: string }
  | {
      readonly kind: 'sms';
      /** `{to}`, `{text}` and `{id}` are still to be filled in, in each of these. */
      readonly url: string;
      readonly method: 'GET' | 'POST';
      readonly headers: Readonly<Record<string, string>>;
      readonly ca: string | null;
      readonly body: { readonly type: 'form' | 'json'; readonly value: unknown } | null;
      /** What the answer must say for the message to be taken; null: its status is enough. */
      readonly contains: string | null;
      readonly to: readonly string[];
      /** Characters of one message. */
      readonly longest: number;
    };

/** A runbook action: what only the hub may know. Each is a program and its arguments, `{name}` still to be filled in. */
export interface ActionTarget {
  readonly id: string;
  readonly command: readonly string[];
  /** The same without effect; null: there is no such thing. */
  readonly dryRun: readonly string[] | null;
}

/** A foreign source: what only the hub may know. */
export interface SourceTarget {
  readonly id: string;
  readonly name: string;
  readonly kind: 'alertmanager';
  /** Without a slash at its end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ca: string | null;
  readonly pollMs: number;
  readonly timeoutMs: number;
  readonly webhookKey: string | null;
  /** Base address of the Prometheus beside it. */
  readonly prometheus: string | null;
  /** Node ids that are fine when it says nothing, each with a check `NODE/SOURCE`. */
  readonly vouchesFor: readonly string[];
  readonly rules: readonly MappingRule[];
}

/** Where a node's long history is. */
export interface HistoryTarget {
  readonly source: string;
  readonly query: string;
  readonly unit: string;
  readonly label: string;
}

export type CatalogueOutcome =
  | { readonly ok: true; readonly catalogue: LoadedCatalogue }
  | { readonly ok: false; readonly issues: readonly FileIssue[] };
