import {
  ACUTE_SERVICES,
  IMAGE_LAB_SERVICES,
  MEDICINE_SERVICES,
  OFFICE_SERVICES,
  RECORD_SERVICES,
} from './clinical';
import { LINE_SERVICES, NETWORK_SERVICES, PLATFORM_SERVICES, SECURITY_SERVICES } from './infrastructure';
import type { RegionService } from './model';

/** All 74 entries of the region, by family. */
export const REGION_SERVICES: readonly RegionService[] = [
  ...LINE_SERVICES,
  ...NETWORK_SERVICES,
  ...SECURITY_SERVICES,
  ...PLATFORM_SERVICES,
  ...RECORD_SERVICES,
  ...IMAGE_LAB_SERVICES,
  ...ACUTE_SERVICES,
  ...MEDICINE_SERVICES,
  ...OFFICE_SERVICES,
];
