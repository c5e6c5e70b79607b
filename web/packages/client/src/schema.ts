/**
 * Written by `npm run gen` from api/openapi.yaml; do not edit.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- replaced by the generator
export interface paths {}
export interface components {
  schemas: Record<string, never>
}
