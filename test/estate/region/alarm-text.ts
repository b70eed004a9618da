import type {
  ActionSpec,
  AlarmClassSpec,
  AlarmSpec,
  TeamSpec,
} from '../../../shared/contract/catalogue-alarms';
import { flow, scalar } from './yaml-text';

/** What is said of alarms at one place, as a person writes it: one line each, and what to do as a list. */
export function alarmLines(block: AlarmSpec, indent: string): string[] {
  return Object.entries(block).flatMap(([key, value]) =>
    key === 'do' && Array.isArray(value)
      ? [`${indent}do:`, ...value.map((step) => `${indent}  - ${scalar(String(step))}`)]
      : [`${indent}${key}: ${flow(value)}`],
  );
}

/** The classes, in the order of the file. */
export function classLines(classes: readonly AlarmClassSpec[]): string[] {
  return [
    '# What alarms mean, by class. The nearest word wins: service, its class, template, family, room.',
    'alarmClasses:',
    ...classes.flatMap(({ id, ...words }) => [`  - id: ${id}`, ...alarmLines(words, '    ')]),
  ];
}

/** The on-call list. */
export function teamLines(teams: readonly TeamSpec[]): string[] {
  return [
    '# Whom to call, valid now. Functions, never names. The first turn that holds wins.',
    'onCall:',
    ...teams.flatMap(({ id, name, contacts, turns }) => [
      `  - id: ${id}`,
      `    name: ${scalar(name)}`,
      '    contacts:',
      ...contacts.map((contact) => `      - ${flow(contact)}`),
      ...(turns ? ['    turns:', ...turns.map((turn) => `      - ${flow(turn)}`)] : []),
    ]),
  ];
}

/** The runbook actions. */
export function actionLines(actions: readonly ActionSpec[]): string[] {
  return [
    '# The only commands that are run from a desk. No shell reads them, and the hub must be told to allow the folder.',
    'actions:',
    ...actions.flatMap(({ id, args, ...action }) => [
      `  - id: ${id}`,
      ...Object.entries(action).map(([key, value]) => `    ${key}: ${flow(value)}`),
      ...(args
        ? ['    args:', ...Object.entries(args).map(([name, arg]) => `      ${name}: ${flow(arg)}`)]
        : []),
    ]),
  ];
}
