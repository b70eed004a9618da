import { failure } from '../../../shared/util/result';

/** What is asked of a hub that is not there. */
export const OFFLINE = failure('offline', 'no contact with the hub');
