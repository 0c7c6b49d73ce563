// Vendors by the names people know.
import type { VendorForm } from '../wire/VendorForm';

/** The vendor's name for people, or its short name where the form is not known. */
export function vendorName(vendor: string, vendors: readonly VendorForm[]): string {
  return vendors.find((form) => form.vendor === vendor)?.name ?? vendor;
}
