/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** "1" builds the component gallery into the desk; only development and end-to-end builds set it. */
  readonly VITE_GALLERY?: string
}
