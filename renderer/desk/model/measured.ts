/** What stands for a node on the screen: the hub judges its quality by the same check. */
export { limitOf, primaryCheck } from '../../../shared/rules/primary-check';
