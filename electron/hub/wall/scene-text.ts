// yaml: the format that people already edit the catalogue in, with a place for every fault.
import { stringify } from 'yaml';
import { z } from 'zod';
import type { AnswerTo } from '../../../shared/contract/wire';
import type { FileIssue } from '../../../shared/model/events';
import { type Scene, scene, sceneDraft } from '../../../shared/model/wall';
import type { SceneView } from '../../../shared/rules/wall/decide-scene';
import { sceneFaults } from '../../../shared/rules/wall/scene-faults';
import { readYaml, type YamlSource } from '../catalogue/yaml-source';
import { faultWords } from './refusals';

/** A scene in a file of its own. */
const sceneFile = z.strictObject({
  vaktromScene: z.literal(1),
  id: scene.shape.id,
  name: sceneDraft.shape.name,
  arrangements: sceneDraft.shape.arrangements,
});
/** Faults that are told of one text. */
const ISSUES_MOST = 50;

/** A scene as a text that can be kept, and read again here or in another room. */
export function writeScene({ id, name, arrangements }: Scene): string {
  return stringify({ vaktromScene: 1, id, name, arrangements }, { lineWidth: 0 });
}

/**
 * Reads such a text. What is malformed, or cannot be kept, is an issue at its place and there is no scene; what it refers
 * to in vain is an issue beside the scene.
 */
export function readScene(text: string, view: SceneView): AnswerTo<'scene-import'> {
  const source = readYaml(text);
  if (source.value === undefined) {
    const issues = source.faults.map(({ line, col, reason }) => ({ file: '', line, col, reason }));
    return { scene: null, issues: issues.slice(0, ISSUES_MOST) };
  }
  const parsed = sceneFile.safeParse(source.value);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) =>
      issueAt(source, path.map(stepOf), `feil i «${path.map(String).join('.')}»: ${message}`),
    );
    return { scene: null, issues: issues.slice(0, ISSUES_MOST) };
  }
  const { id, name, arrangements } = parsed.data;
  const draft = { name, arrangements };
  const faults = sceneFaults(id, draft, view);
  const issues = faults.map((fault) => issueAt(source, fault.path, faultWords(fault)));
  const isKept = faults.every(({ severity }) => severity === 'gone');
  return { scene: isKept ? { id, draft } : null, issues: issues.slice(0, ISSUES_MOST) };
}

function issueAt(source: YamlSource, path: readonly (string | number)[], reason: string): FileIssue {
  return { file: '', ...source.locate(path), reason };
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === 'symbol' ? String(step) : step;
}
